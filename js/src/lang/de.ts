import type { ProblemCode } from "../wire/protocol.gen";
import type { Refusal, Words } from "./en";

const refusals: Record<ProblemCode, Refusal> = {
  "bad-message": ["Der Server konnte eine Nachricht dieser Seite nicht lesen.", "Lade die Seite neu."],
  "hello-first": ["Die erste Nachricht war keine Begrüßung.", "Lade die Seite neu."],
  gap: ["Nachrichten dieser Seite gingen unterwegs verloren.", "Die Seite verbindet sich von selbst neu."],
  "wrong-version": [
    "Seite und Server sprechen verschiedene Versionen.",
    "Lade die Seite neu; hilft das nicht, installiere für Kernel und Server dieselbe Version von jupyter-videoroom.",
  ],
  "ticket-forged": ["Das Zugangsticket stammt nicht von diesem Server.", "Betritt den Raum noch einmal."],
  "ticket-expired": ["Das Zugangsticket ist älter als 30 Sekunden.", "Betritt den Raum noch einmal."],
  "ticket-used": ["Das Zugangsticket wurde schon benutzt.", "Betritt den Raum noch einmal."],
  "token-forged": ["Das Sitzungstoken stammt nicht von diesem Server.", "Betritt den Raum noch einmal."],
  "token-expired": ["Das Sitzungstoken ist abgelaufen.", "Betritt den Raum noch einmal."],
  "wrong-audience": ["Das Token gilt für etwas anderes.", "Betritt den Raum noch einmal."],
  "wrong-room": ["Das Token gilt für einen anderen Raum.", "Betritt den Raum noch einmal."],
  "wrong-user": ["Das Token gehört jemand anderem.", "Betritt den Raum noch einmal."],
  "wrong-kind": ["Das Token gilt für eine andere Art von Teilnahme.", "Betritt den Raum noch einmal."],
  "not-signed-in": ["Die Anmeldung dieser Verbindung passt nicht.", "Lade die Seite neu und melde dich an."],
  "server-trouble": [
    "Auf dem Server ist etwas schiefgegangen.",
    "Versuche es erneut; hilft das nicht, gib der Person Bescheid, die den Server betreibt: Sein Protokoll nennt den Grund.",
  ],
  replaced: ["Dieser Platz hat sich von neuem verbunden.", "Mach auf der neueren Seite weiter."],
  "room-full": ["Der Raum ist voll.", "Warte, bis jemand geht, oder öffne einen anderen Raum."],
  "too-many-places": [
    "Du bist auf diesem Server in zu vielen Räumen und Tabs.",
    "Verlasse einige davon. Mehr erlauben kann, wer diesen Server betreibt (c.VideoRooms.user_participants).",
  ],
  "too-many-rooms": [
    "Auf diesem Server sind zu viele Räume in Gebrauch.",
    "Betritt einen davon, oder warte, bis einer leer ist. Mehr erlauben kann, wer diesen Server betreibt (c.VideoRooms.rooms).",
  ],
  "too-many-tabs": ["Dieser Raum ist in zu vielen Tabs geöffnet.", "Schließe einige davon."],
  "bad-room-name": [
    "So kann ein Raum nicht heißen.",
    "Verwende 1 bis 64 Buchstaben, Ziffern, Leerzeichen, Punkte, Binde- oder Unterstriche, vorn einen Buchstaben oder eine Ziffer.",
  ],
  "signed-out": ["Der Hub weiß nicht, wer du bist.", "Lade die Seite neu und melde dich an."],
  "no-access": [
    "Dieser Hub lässt dich nicht in seine Videoräume.",
    "Beende deinen Server in der Übersicht des Hubs, starte ihn wieder und lade die Seite neu. Hilft das nicht, bitte die Person, die den Hub betreibt, um Zugang zu diesem Dienst.",
  ],
  "sign-in-gone": [
    "Dein Server auf dem Hub ist beendet, oder du hast dich abgemeldet, und damit auch hier.",
    "Mach auf der eigenen Seite des Raums weiter, oder starte den Server wieder.",
  ],
  "not-your-room": [
    "Dieser Raum ist für andere Gruppen des Hubs.",
    "Betritt einen anderen oder frage die Person, die den Kurs leitet.",
  ],
  "hub-down": [
    "Der Hub antwortet nicht auf die Frage, wer du bist.",
    "Die Seite versucht es von selbst wieder. Hilft das nicht, sag es der Person, die den Hub betreibt.",
  ],
  "service-down": [
    "Der Dienst des Hubs für Videoräume antwortet nicht.",
    "Der Hub startet ihn innerhalb einer halben Minute wieder, und die Seite versucht es von selbst; ein Anruf geht solange weiter. Hilft das nicht, sag es der Person, die den Hub betreibt: Sein Protokoll sagt, warum.",
  ],
  "service-newer": [
    "Die Videoräume des Hubs sind neuer als jupyter-videoroom auf diesem Server.",
    "Wer die Umgebung dieses Servers betreut, bringt jupyter-videoroom dort auf den neuen Stand; starte den Server danach neu.",
  ],
  "service-older": [
    "Die Videoräume des Hubs sind älter als jupyter-videoroom auf diesem Server.",
    "Wer den Hub betreibt, bringt jupyter-videoroom dort auf den neuen Stand und startet den Hub neu.",
  ],
  "not-allowed": ["Das ist hier nicht erlaubt.", "Frage die Person, die diesen Server betreibt."],
  "not-inside": ["Das ist für alle, die im Raum sind.", "Betritt zuerst den Raum."],
  "no-such-call": ["Dieser Anruf ist zu Ende.", "Tritt dem Anruf des Raums bei oder rufe jemanden an."],
  "in-a-call": ["Du bist schon in einem Anruf.", "Verlasse diesen zuerst."],
  "call-full": ["Der Anruf ist voll.", "Warte, bis jemand geht, oder rufe eine einzelne Person an."],
  "peer-gone": ["Diese Person ist nicht in deinem Anruf.", "Nichts zu tun: Die Liste wird gerade erneuert."],
  "nobody-there": ["Diese Person ist nicht mehr im Raum.", "Warte, bis sie wieder da ist."],
  yourself: ["Du kannst dich nicht selbst anrufen oder dir schreiben.", "Wähle jemand anderen."],
  "already-ringing": ["Es klingelt bereits.", "Antworte zuerst darauf oder brich es ab."],
  "not-asked": ["Dieser Kernel hat nicht gefragt.", "Nichts zu tun: Vielleicht ist er schon weg."],
  "invite-gone": ["Dieses Klingeln ist vorbei.", "Rufe zurück."],
  "too-fast": ["Das war zu oft in kurzer Zeit.", "Warte einen Moment und versuche es erneut."],
  "empty-message": ["Von der Nachricht blieb nichts Lesbares übrig.", "Schreibe etwas Text."],
  "bad-object": [
    "Das kann anderen nicht gezeigt werden.",
    "Zeige ein Bild, Text, Markdown oder eine Tabelle.",
  ],
  "object-too-large": [
    "Das ist zu groß, um es anderen zu zeigen.",
    "Zeige ein kleineres Bild oder weniger Text.",
  ],
  "no-such-object": ["Das wird nicht mehr gezeigt.", "Bitte darum, es noch einmal zu zeigen."],
  "store-locked": [
    "Ein anderes Programm auf dem Server hält die Datei mit Chat, verpassten Anrufen und geteilten Ausgaben fest (rooms.sqlite): eine Datensicherung, ein Programm, das Ordner abgleicht, oder eines zum Ansehen von Datenbanken.",
    "Versuche es gleich noch einmal, oder betritt den Raum gleich noch einmal; hilft das nicht, gib der Person Bescheid, die den Server betreibt: Sein Protokoll nennt die Datei.",
  ],
  "not-read": [
    "Der Server konnte nicht lesen, was hier zuvor geschrieben und gezeigt wurde.",
    "Verlasse den Raum und betritt ihn noch einmal; hilft das nicht, gib der Person Bescheid, die den Server betreibt: Sein Protokoll nennt den Grund.",
  ],
  "not-stored": [
    "Der Server konnte die Nachricht nicht speichern.",
    "Versuche es erneut; hilft das nicht, gib der Person Bescheid, die den Server betreibt: Sein Protokoll nennt den Grund.",
  ],
};

const devices: Words["devices"] = {
  title: "Geräte",
  camera: "Kamera",
  microphone: "Mikrofon",
  speaker: "Lautsprecher",
  default: (name) => `Standard: ${name}`,
  any: {
    camera: "Standardkamera des Browsers",
    microphone: "Standardmikrofon des Browsers",
    speaker: "Der Lautsprecher des Systems",
  },
  none: { camera: "Keine Kamera", microphone: "Kein Mikrofon" },
  nameless: (kind, number) => `${kind} ${number}`,
  namesLater: "Die Namen erscheinen, sobald der Browser die Geräte nutzen darf.",
  level: "Mikrofonpegel",
  choose: { microphone: "Mikrofon wählen", camera: "Kamera wählen" },
  testTone: "Prüfton abspielen",
  taken: (label) => `Jetzt aktiv: ${label}`,
  replaced: (lost, label) => `${lost} wurde getrennt; jetzt aktiv: ${label}`,
  instead: (chosen, used) => `${chosen} ließ sich nicht öffnen; jetzt aktiv: ${used}`,
  silenced: {
    camera:
      "Dein System hat die Kamera angehalten: Niemand sieht dich. Achte auf einen Schalter oder eine Klappe am Gerät, ein Telefonat oder die Einstellungen des Systems.",
    microphone:
      "Dein System hat das Mikrofon stummgeschaltet: Niemand hört dich. Achte auf einen Schalter am Gerät, ein Telefonat oder die Einstellungen des Systems.",
    both: "Dein System hat Kamera und Mikrofon angehalten: Niemand sieht oder hört dich. Achte auf einen Schalter am Gerät, ein Telefonat oder die Einstellungen des Systems.",
  },
  shareScreen: "Bildschirm teilen",
  stopSharing: "Nicht mehr teilen",
  guest: "Auf diesem Server dürfen Gäste nichts senden",
  talkingMuted:
    "Du sprichst, aber dein Mikrofon ist stumm. Drücke m oder halte die Leertaste, um gehört zu werden.",
};

const lobby: Words["lobby"] = {
  off: "Kamera und Mikrofon bleiben aus, bis du beitrittst oder anrufst.",
  mayNotJoin: "Du darfst in diesem Raum keinem Anruf beitreten",
  entering: "Warten auf den Server. „Raum verlassen“ beendet das Warten.",
  reconnecting: "Dein Platz wird einige Sekunden freigehalten; die Seite versucht es von selbst weiter.",
  invitation: "Sieh, wer da ist, rufe jemanden an oder tritt dem Anruf bei.",
  enter: "Raum betreten",
  name: "Dein Name",
  nameHint: "Wie Jupyter dich kennt",
  autoAccept: "Anrufe automatisch annehmen",
  autoAcceptHint:
    "Wenn jemand anruft, bist du ohne weitere Frage im Anruf, mit Kamera und Mikrofon wie unten gewählt.",
  join: "Anruf beitreten",
  beginWith: "Beginne mit",
  switched: { on: "an", off: "aus" },
  begins: {
    seen: "Man sieht dich, hört dich aber erst, wenn du das Mikrofon einschaltest.",
    heard: "Man hört dich, sieht dich aber erst, wenn du die Kamera einschaltest.",
    neither: "Man sieht und hört dich erst, wenn du etwas einschaltest.",
  },
  count(people: number) {
    if (people === 0) return "noch niemand dabei";
    return people === 1 ? "1 Person dabei" : `${people} Personen dabei`;
  },
  try: {
    both: "Kamera und Mikrofon ausprobieren",
    camera: "Kamera ausprobieren",
    microphone: "Mikrofon ausprobieren",
    neither: "Um Kamera oder Mikrofon auszuprobieren, schalte etwas davon ein.",
  },
  stop: "Vorschau beenden",
  previewed: "Das siehst und hörst nur du, bis du beitrittst oder anrufst.",
  opening: "Wird geöffnet …",
  noPicture: "Die Kamera ist aus",
  preview: "Vorschau deiner Kamera",
  full: (limit) => `Der Anruf ist voll: Er hat Platz für ${limit} Personen. Warte, bis jemand geht.`,
  wait: "Warte, bis die Verbindung wieder da ist",
};

const missing: Words["missing"] = {
  camera: "die Kamera",
  microphone: "das Mikrofon",
  "camera or microphone": "Kamera und Mikrofon",
};

const allow: Words["allow"] = {
  chromium: "Klicke auf das Symbol links neben der Adresse und erlaube dort Kamera und Mikrofon",
  edge: "Klicke auf das Schloss links neben der Adresse, öffne „Berechtigungen für diese Website“ und erlaube beides",
  firefox:
    "Klicke links neben der Adresse auf die durchgestrichene Kamera oder das Mikrofon und hebe die Sperre auf",
  safari: "Wähle Safari > Einstellungen für diese Website … und stelle Kamera und Mikrofon auf „Erlauben“",
  other: "Öffne die Einstellungen des Browsers für diese Seite und erlaube Kamera und Mikrofon",
};

const troubles: Words["troubles"] = {
  "insecure-origin": {
    what: "Der Browser gibt dieser Seite keinen Zugriff auf @.",
    why: "Die Seite kam unverschlüsselt von einem anderen Rechner; solchen Seiten vertrauen Browser keine Kamera an.",
    fix: "Öffne Jupyter über https (jupyter lab --certfile=DATEI --keyfile=DATEI) oder durch einen Tunnel: ssh -L 8888:localhost:8888 SERVER, dann http://localhost:8888.",
  },
  "no-webrtc": {
    what: "Dieser Browser kann keine Videoanrufe.",
    why: "WebRTC fehlt oder wurde abgeschaltet, durch eine Erweiterung oder eine Richtlinie.",
    fix: "Nutze einen aktuellen Browser (Chrome, Edge, Firefox oder Safari) und öffne Jupyter dort in einem Tab.",
  },
  "blocked-by-page": {
    what: "Die einbettende Seite oder der Server sperrt @.",
    why: "Eine andere Seite bettet Jupyter ein und gibt die Berechtigung nicht weiter, oder ein Permissions-Policy-Header verbietet es.",
    fix: 'Öffne Jupyter in einem eigenen Tab, oder ergänze in der einbettenden Seite allow="camera; microphone; display-capture".',
  },
  "permission-denied": {
    what: "Der Browser hat @ für diese Seite gesperrt.",
    why: "Die Berechtigung wurde verweigert, jetzt oder früher, oder das Betriebssystem gibt dem Browser keinen Zugriff.",
    fix: "@, dann versuche es erneut. Du kannst auch ohne am Anruf teilnehmen.",
  },
  "no-device": {
    what: "Der Browser findet @ nicht.",
    why: "Es ist nichts angeschlossen, oder das Betriebssystem zeigt es dem Browser nicht.",
    fix: "Schließe etwas an, dann versuche es erneut. Du kannst auch ohne am Anruf teilnehmen.",
  },
  "device-busy": {
    what: "Der Zugriff auf @ ist gescheitert.",
    why: "Wahrscheinlich nutzt gerade ein anderes Programm das Gerät.",
    fix: "Schließe das andere Programm oder den anderen Tab, dann versuche es erneut.",
  },
  "device-unsuitable": {
    what: "Der Browser kann @ so nicht nutzen.",
    why: "Keine Bildgröße und kein Tonformat passt.",
    fix: "Wähle ein anderes Gerät, dann versuche es erneut.",
  },
  "device-lost": {
    what: "Der Browser hat @ verloren.",
    why: "Das Gerät wurde getrennt, oder die Berechtigung wurde zurückgenommen.",
    fix: "Schließe es an oder erlaube es wieder, dann versuche es erneut.",
  },
  "device-failed": {
    what: "Der Browser konnte @ nicht starten.",
    why: "Der Browser nennt keinen bekannten Grund.",
    fix: "Versuche es erneut; wenn es dabei bleibt, starte den Browser neu.",
  },
  "screen-insecure": {
    what: "Der Browser gibt den Bildschirm für diese Seite nicht frei.",
    why: "Die Seite kam unverschlüsselt von einem anderen Rechner.",
    fix: "Öffne Jupyter über https oder über localhost.",
  },
  "screen-missing": {
    what: "Dieser Browser kann den Bildschirm nicht teilen.",
    why: "Browser auf Telefonen und Tablets können es noch nicht.",
    fix: "Nutze einen aktuellen Browser auf einem Computer.",
  },
  "screen-blocked": {
    what: "Die einbettende Seite oder der Server sperrt das Teilen des Bildschirms.",
    why: "Eine andere Seite bettet Jupyter ein und gibt die Berechtigung nicht weiter, oder ein Permissions-Policy-Header verbietet es.",
    fix: 'Öffne Jupyter in einem eigenen Tab, oder ergänze in der einbettenden Seite allow="display-capture".',
  },
  "screen-withheld": {
    what: "Das Betriebssystem gibt dem Browser den Bildschirm nicht.",
    why: "Für eine Bildschirmaufnahme braucht es auch dessen Berechtigung.",
    fix: "Erlaube dem Browser die Bildschirmaufnahme in den Datenschutzeinstellungen des Systems, dann teile erneut.",
  },
  "screen-failed": {
    what: "Der Bildschirm konnte nicht geteilt werden.",
    why: "Der Browser nennt keinen bekannten Grund.",
    fix: "Teile erneut, vielleicht ein anderes Fenster.",
  },
  "no-route": {
    what: "Zwischen dir und @ kam keine Verbindung zustande.",
    why: "Eine Firewall oder ein Router auf einer der beiden Seiten lässt keine direkte Verbindung zu, oder eine Seite hat kein Netz.",
    fix: "Wer diesen Server betreibt, kann einen TURN-Server angeben (c.VideoRooms.turn_urls). Die Seite versucht es weiter.",
  },
  "no-jupyter": {
    what: "Diese Seite kommt nicht von einem Jupyter-Server.",
    why: "Der Raum braucht den Server, der ihn führt; ein Betrachter oder eine gespeicherte Seite hat keinen.",
    fix: "Öffne das Notebook in JupyterLab oder Notebook 7.",
  },
  "extension-missing": {
    what: "Der Jupyter-Server kennt keine Videoräume.",
    why: "Die Erweiterung jupyter-videoroom ist in der Umgebung des Servers nicht installiert oder nicht eingeschaltet.",
    fix: "Führe „pip install jupyter-videoroom“ dort aus, wo der Server läuft, und starte den Server neu.",
  },
  unreachable: {
    what: "Der Jupyter-Server ist nicht erreichbar.",
    why: "Das Netz ist unterbrochen, oder der Server wurde beendet.",
    fix: "Prüfe die Verbindung und ob der Server läuft, dann versuche es erneut.",
  },
  "ticket-refused": {
    what: "Der Jupyter-Server lässt dich nicht hinein.",
    why: "Die Anmeldung ist wahrscheinlich abgelaufen.",
    fix: "Lade die Seite neu, melde dich an und betritt den Raum erneut.",
  },
  "server-failed": {
    what: "Der Jupyter-Server konnte nicht antworten.",
    why: "Auf seiner Seite ist etwas schiefgegangen; sein Protokoll sagt, was.",
    fix: "Versuche es gleich noch einmal.",
  },
  "no-connection": {
    what: "Es kam keine dauerhafte Verbindung zum Raum zustande.",
    why: "Etwas zwischen hier und dem Server, etwa ein Proxy, scheint WebSockets zu sperren.",
    fix: "Prüfe, ob Kernel auf dieser Seite laufen, dann versuche es erneut.",
  },
  "wrong-version": {
    what: "Seite und Server sprechen verschiedene Versionen.",
    why: "jupyter-videoroom wurde nur auf einer Seite aktualisiert.",
    fix: "Lade die Seite neu; hilft das nicht, installiere für Kernel und Server dieselbe Version.",
  },
  replaced: {
    what: "Dein Platz wurde auf einer neueren Seite übernommen.",
    why: "Ein anderer Tab hat denselben Platz übernommen.",
    fix: "Mach dort weiter, oder betritt den Raum hier erneut.",
  },
  "sharing-moved": {
    what: "Dein Bildschirm wird nicht mehr geteilt.",
    why: "Einen Bildschirm teilt immer ein Tab, und der Anruf ist in diesen umgezogen.",
    fix: "Teile ihn hier erneut.",
  },
  "part-missing": {
    what: "Ein Teil der Seite ließ sich nicht laden.",
    why: "Die Verbindung ist weg, oder der Server wurde aktualisiert.",
    fix: "Versuche es noch einmal; hilft das nicht, lade die Seite neu.",
  },
  "engine-unknown": {
    what: "Diese Seite kann an dem Anruf nicht teilnehmen.",
    why: "Der Server überträgt ihn auf eine Weise, für die sie zu alt ist.",
    fix: "Lade die Seite neu.",
  },
  "call-lost": {
    what: "Der Anruf ist zu Ende.",
    why: "Die Verbindung zum Server war zu lange weg.",
    fix: "Rufe erneut an.",
  },
};

const tiles: Words["tiles"] = {
  track: (track, kernel) => `${track}, von ${kernel}`,
  screenOf: (name) => `Bildschirm von ${name}`,
  yourScreen: "Dein Bildschirm",
  microphoneOff: "Mikrofon aus",
  microphoneIsOff: "Das Mikrofon ist aus",
  connecting: (name) => `Verbindung zu ${name} wird aufgebaut …`,
  weak: (name) => `Die Verbindung zu ${name} ist schwach`,
  pin: (name) => `${name} anheften`,
  unpin: (name) => `${name} nicht mehr anheften`,
  details: (name) => `Details zu ${name}`,
  options: (name) => `Optionen für ${name}`,
  volume: (name) => `Lautstärke von ${name}`,
  muteForMe: (name) => `${name} für mich stumm schalten`,
  mutedForYou: "für dich stumm",
  connection: { good: "Gute Verbindung", fair: "Mäßige Verbindung", weak: "Schwache Verbindung" },
  ofYourScreen: {
    pin: "Deinen Bildschirm anheften",
    unpin: "Deinen Bildschirm nicht mehr anheften",
    details: "Details zu deinem Bildschirm",
    options: "Optionen für deinen Bildschirm",
  },
  callLength: "Dauer des Anrufs",
};

const layout: Words["layout"] = {
  more: "Mehr",
  layout: "Anordnung",
  grid: "Raster",
  speaker: "Sprecheransicht",
  hideSelf: "Eigenes Bild ausblenden",
  fullScreen: "Vollbild",
  pictureInPicture: "Bild im Bild",
  devices: "Geräte …",
  sounds: "Signaltöne",
  small: (room) => `Videoraum ${room}, kleines Fenster`,
};

const stats: Words["stats"] = {
  waiting: "Wird gemessen …",
  nothing: "Noch nichts gemessen",
  notSent: "wird nicht gesendet",
  picture: "Bild",
  pictureRate: "Bilddaten",
  sound: "Tondaten",
  loss: "Verlorene Pakete",
  jitter: "Jitter",
  roundTrip: "Umlaufzeit",
  route: "Verbindungsweg",
  sentTo: "Gesendet an",
  total: "Insgesamt gesendet",
  frames: (count) => `${count} Bilder/s`,
  lossOf: (picture, sound) => `Bild ${picture}, Ton ${sound}`,
  people: (count) => (count === 1 ? "1 Person" : `${count} Personen`),
  ofCap: (rate, cap) => `${rate} von höchstens ${cap}`,
  direct: (protocol) => `direkt (${protocol})`,
  reflexive: (protocol) => `direkt, über NAT (${protocol})`,
  relay: (protocol) => `über ein Relay (${protocol})`,
};

/** Jedes Wort der Seite auf Deutsch. */
export const de: Words = {
  locale: "de",
  refusals,

  devices,
  lobby,
  missing,
  allow,
  troubles,
  tiles,
  layout,
  stats,

  names: {
    you: "Du",
    somebody: "Jemand",
    list(names, all = names.length) {
      if (all <= 2) return names.join(" und ");
      const others = all - 2;
      return `${names.slice(0, 2).join(", ")} und ${others} ${others === 1 ? "weiteren Person" : "weiteren"}`;
    },
    withYou: (name) => `${name} (du)`,
    account: "Konto:",
    withAccount: (name, account) => `${name} (${account})`,
  },

  room: {
    label: (room) => `Videoraum ${room}`,
    panel: "Personen, Chat und Ereignisse",
    tabs: "Chat und Ereignisse",
    close: "Schließen",
    showPanel: "Seitenleiste zeigen",
    hidePanel: "Seitenleiste verbergen",
    missed: (calls) => (calls === 1 ? "verpasster Anruf" : "verpasste Anrufe"),
    unread: (messages) => (messages === 1 ? "ungelesene Nachricht" : "ungelesene Nachrichten"),
    leave: "Raum verlassen",
    elsewhere: (room) => `Der Raum „${room}“ wird an anderer Stelle dieser Seite gezeigt.`,
    showHere: "Hier zeigen",
    notShown: "Das kann nicht gezeigt werden.",
    loading: "Wird geladen …",
  },

  chat: {
    title: "Chat",
    titleWithUnread: (unread) => `Chat (${unread})`,
    empty: "Hier wurde noch nichts geschrieben.",
    message: "Nachricht",
    send: "Senden",
    to: "An",
    everyone: "Alle",
    gone: (name) => `${name} (nicht da)`,
    toOnly: (name) => `nur an ${name}`,
    toYouOnly: "nur an dich",
    sending: "wird gesendet …",
    notSent: "Nicht gesendet.",
    line: (name, text) => `${name}: ${text}`,
    tooLong: (limit) => `Sie hat mehr als ${limit} Zeichen. Verteile sie auf mehrere Nachrichten.`,
    left: "Du hast den Raum verlassen, bevor sie gespeichert war.",
    discard: "Verwerfen",
    news: "Neue Nachrichten",
    outside: "Betritt den Raum, um Nachrichten zu lesen und zu schreiben.",
    guest: "Gäste dürfen auf diesem Server den Chat lesen, aber nichts schreiben.",
  },

  status: {
    outside: "Nicht im Raum",
    entering: "Raum wird betreten …",
    reconnecting: "Verbindung verloren, neuer Versuch …",
    available: "Erreichbar",
    ringing: (name) => `Es klingelt bei ${name} …`,
    rung: (name) => `${name} ruft dich an`,
    talking: (names) => `Im Anruf mit ${names}`,
    alone: "Im Anruf, sonst ist noch niemand da",
    joining: "Du trittst dem Anruf bei …",
  },

  log: {
    entered: (name) => `Du hast den Raum als ${name} betreten`,
    youLeftRoom: "Du hast den Raum verlassen",
    connectionLost: "Verbindung verloren",
    connectedAgain: "Wieder verbunden",
    joinedRoom: (name) => `${name} hat den Raum betreten`,
    leftRoom: (name) => `${name} hat den Raum verlassen`,
    renamed: (before, name) => `${before} heißt jetzt ${name}`,
    raisedHand: (name) => `${name} hat die Hand gehoben`,
    joinedCall: (name) => `${name} ist dem Anruf beigetreten`,
    leftCall: (name) => `${name} hat den Anruf verlassen`,
    youJoinedCall: "Du bist dem Anruf beigetreten",
    youJoinedCallWith: (names) => `Du bist dem Anruf mit ${names} beigetreten`,
    callEnded: "Der Anruf ist zu Ende",
    youLeftCall: "Du hast den Anruf verlassen",
    called: (name) => `Du hast ${name} angerufen`,
    missedCall: (name) => `Verpasster Anruf von ${name}`,
    youAccepted: (name) => `Du hast den Anruf von ${name} angenommen`,
    youDeclined: (name) => `Du hast den Anruf von ${name} abgelehnt`,
    theyCancelled: (name) => `${name} hat aufgelegt`,
    answeredElsewhere: (name) => `Du hast den Anruf von ${name} in einem anderen Tab angenommen`,
    accepted: (name) => `${name} hat angenommen`,
    declined: (name, word) => (word ? `${name} hat abgelehnt: ${word}` : `${name} hat abgelehnt`),
    busy: (name) => `Bei ${name} ist besetzt`,
    timedOut: (name) => `${name} hat nicht geantwortet`,
    gone: (name) => `${name} hat den Raum verlassen, bevor jemand annahm`,
    youCancelled: (name) => `Du hast den Anruf bei ${name} abgebrochen`,
    notShown: (why) => `Etwas konnte nicht gezeigt werden: ${why}`,
  },

  call: {
    bar: "Anruf",
    watching: "Du kannst hier nur zusehen und zuhören: Gäste dürfen auf diesem Server nichts senden.",
    unattended: "Dein Notebook hat diesen Anruf begonnen; Kamera und Mikrofon sind aus.",
    turnBothOn: "Beide einschalten",
    mute: "Mikrofon ausschalten",
    unmute: "Mikrofon einschalten",
    stopCamera: "Kamera ausschalten",
    startCamera: "Kamera einschalten",
    turnOnSound: "Ton einschalten",
    leave: "Anruf verlassen",
    cancel: "Anruf abbrechen",
  },

  people: {
    title: "Personen",
    empty: "Betritt den Raum, um zu sehen, wer da ist.",
    together: "Im Anruf",
    others: "Im Raum",
    search: "Personen suchen",
    nobody: (sought) => `Niemand hier heißt „${sought}“.`,
    states: {
      available: "erreichbar",
      ringing: "es klingelt",
      "in-call": "im Anruf",
      away: "abwesend",
      reconnecting: "verbindet sich neu",
    },
    inCallWith: (names) => `im Anruf mit ${names}`,
    kernel: (state) => `Kernel, ${state}`,
    ownKernel: (state) => `dein eigener Kernel, ${state}`,
    inTabs: (tabs) => `in ${tabs} Tabs`,
    listens: "hört nur zu",
    hand: (place) => `Hand gehoben, Nummer ${place}`,
    missed: "Verpasste Anrufe",
    missedFrom: (name, time) => `Verpasster Anruf von ${name}, ${time}`,
    callBack: "Zurückrufen",
    callBackWhom: (name) => `Zurückrufen: ${name}`,
    forget: (name) => `Verpassten Anruf von ${name} entfernen`,
    callNow: "Anrufen",
    callNowWhom: (name) => `Anrufen: ${name}`,
    uncallable: {
      kernel: "Einen Kernel kann man nicht anrufen",
      inCall: (name) => `${name} ist in einem Anruf`,
      ringing: (name) => `${name} ruft gerade an oder wird angerufen`,
      reconnecting: (name) => `${name} hat die Verbindung verloren`,
      notHere: (name) => `${name} ist nicht im Raum`,
      youInCall: "Du bist in einem Anruf",
      youRinging: "Du rufst gerade an oder wirst angerufen",
      youReconnecting: "Warte, bis die Verbindung wieder steht",
    },
  },

  hand: {
    raise: "Hand heben",
    lower: "Hand senken",
    raised: "Hand gehoben",
    guest: "Auf diesem Server dürfen Gäste weder die Hand heben noch reagieren",
  },

  reactions: {
    react: "Reagieren",
    names: {
      "thumbs-up": "Daumen hoch",
      clap: "Applaus",
      heart: "Herz",
      laugh: "Lachen",
      surprise: "Staunen",
      party: "Feiern",
    },
    from: (name, reaction) => `${name}: ${reaction}`,
  },

  shortcuts: {
    title: "Tastenkürzel",
    hint: "Sie gelten, solange der Fokus im Raum ist und nicht getippt wird.",
    keys: {
      space: "Leertaste",
      escape: "Esc",
      enter: "Eingabe",
      shiftEnter: "Umschalt + Eingabe",
    },
    microphone: "Mikrofon ein- oder ausschalten",
    talk: "Halten, um trotz ausgeschaltetem Mikrofon zu sprechen",
    camera: "Kamera ein- oder ausschalten",
    hand: "Hand heben oder senken",
    chat: "Eine Nachricht schreiben",
    send: "Die Nachricht senden",
    line: "Darin eine neue Zeile beginnen",
    close: "Schließen, was offen ist",
    help: "Diese Tastenkürzel zeigen",
  },

  announcements: {
    more: (others) => `und ${others} weitere`,
  },

  outputs: {
    title: "Geteilte Ausgaben",
    tab: (count: number) => `Geteilt (${count})`,
    untitled: "Ohne Titel",
    gone: "Das kann nicht mehr gezeigt werden.",
    unreadable: "Das ist nicht, was es zu sein vorgibt, und kann nicht gezeigt werden.",
    cut: {
      rows: (shown, all) => `Die ersten ${shown} von ${all} Zeilen.`,
      columns: (shown, all) => `Die ersten ${shown} von ${all} Spalten.`,
      lines: (shown, all) => `Die ersten ${shown} von ${all} Zeilen.`,
      characters: (shown, all) => `Die ersten ${shown} von ${all} Zeichen.`,
    },
    download: "Alles herunterladen",
  },

  copy: {
    byHand: "Bitte selbst kopieren",
    how: "Diese Seite darf nicht selbst kopieren. Drücke Strg+C, auf einem Mac ⌘C.",
    text: "Text zum Kopieren",
  },

  events: {
    title: "Ereignisse",
    copy: "Ereignisse kopieren",
    copyHint: "Die Ereignisse als Text kopieren",
    copied: "Ereignisse kopiert",
    head: (room, browser) => `Videoraum ${room}, ${browser}`,
  },

  ring: {
    label: (name) => `Eingehender Anruf von ${name}`,
    isCalling: "ruft dich an",
    pageTitle: (name) => `${name} ruft an`,
    accept: "Annehmen",
    withoutCamera: "Ohne Kamera annehmen",
    decline: "Ablehnen",
    withAWord: "Mit Nachricht ablehnen",
    word: "Nachricht an die anrufende Person",
    wordExample: "In zehn Minuten",
    sendAndDecline: "Senden und ablehnen",
  },

  leaving: {
    title: "Du bist in einem Anruf",
    meaning: "Wenn du den Raum verlässt, verlässt du auch ihn.",
    leave: "Anruf und Raum verlassen",
    stay: "Bleiben",
  },

  alert: {
    tryAgain: "Erneut versuchen",
    dismiss: "Schließen",
  },

  kernels: {
    asks: (kernel) => `${kernel} möchte dich sehen und hören`,
    own: "dein eigener Kernel",
    of: (owner) => `ein Python-Kernel von ${owner}`,
    meaning: (whose) =>
      `Das ist ${whose}: Der Code, der dort läuft, bekommt deine Kamera, dein Mikrofon und deinen geteilten Bildschirm und kann sie verarbeiten oder behalten. Du kannst es jederzeit beenden.`,
    toRecord: "Er nimmt auf: Wenn du es erlaubst, bist du in der Datei, die er schreibt.",
    allow: "Erlauben",
    decline: "Ablehnen",
    decideAgain: "Neu entscheiden",
    decideAgainAbout: (kernel) => `Neu entscheiden über ${kernel}`,
    watching: (kernel) => `${kernel} sieht und hört dich`,
    stop: (kernel) => `Nicht mehr mit ${kernel} teilen`,
    stopShort: "Beenden",
    seenBy: (kernels) => `gesehen und gehört von ${kernels}`,
    recording: (kernel) => `${kernel} nimmt auf`,
    records: "nimmt auf",
    allowOwn: "Mein eigener Kernel darf mich ohne Nachfrage sehen und hören",
  },

  python: {
    outside: {
      what: "Auf dieser Seite hat niemand den Raum betreten.",
      why: "Über die Seite des Notebooks kommt ein Kernel nur dorthin, wo die Person ist, der er gehört.",
      fix: "Klicke „Raum betreten“ an und verbinde dich dann noch einmal.",
    },
    busy: "Du bist schon in einem Anruf oder rufst gerade an, oder die Verbindung ist weg.",
    left: "Der Raum wurde verlassen.",
  },

  page: {
    openInTab: "In einem Tab öffnen",
    notWhileRinging: "Warte auf eine Antwort oder brich den Anruf ab, um einen Tab zu öffnen",
    blocked: "Der Browser hat keinen Tab geöffnet.",
    openYourself: "Die Seite des Raums öffnen",
    call: "Dieser Anruf läuft in einem anderen Tab.",
    room: "Du bist in einem anderen Tab in diesem Raum.",
    bringBack: "Zurückholen",
    copyLink: "Einladungslink kopieren",
    copyHint: "Einladungslink kopieren: Zutritt hat, wer diesen Jupyter-Server nutzen darf",
    copied: "Link kopiert",
  },
};
