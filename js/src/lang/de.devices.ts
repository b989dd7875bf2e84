import type { Words } from "./index";

export const devices: Words["devices"] = {
  title: "Geräte",
  camera: "Kamera",
  microphone: "Mikrofon",
  speaker: "Lautsprecher",
  any: {
    camera: "Die übliche Kamera",
    microphone: "Das übliche Mikrofon",
    speaker: "Der Lautsprecher des Systems",
  },
  none: { camera: "Keine Kamera", microphone: "Kein Mikrofon" },
  nameless: (number) => `Gerät ${number}`,
  namesLater: "Die Namen erscheinen, sobald der Browser die Geräte nutzen darf.",
  close: "Schließen",
  level: "Mikrofonpegel",
  testTone: "Prüfton abspielen",
  taken: (label) => `Jetzt in Gebrauch: ${label}`,
  replaced: (lost, label) => `${lost} wurde abgezogen; jetzt in Gebrauch: ${label}`,
  shareScreen: "Bildschirm teilen",
  stopSharing: "Nicht mehr teilen",
  guest: "Auf diesem Server dürfen Gäste nichts senden",
  talkingMuted:
    "Du sprichst, aber dein Mikrofon ist stumm. Drücke m oder halte die Leertaste, um gehört zu werden.",
};

export const lobby: Words["lobby"] = {
  off: "Kamera und Mikrofon bleiben aus, bis du beitrittst oder anrufst.",
  entering: "Der Server sucht deinen Platz. „Raum verlassen“ beendet das Warten.",
  reconnecting: "Dein Platz bleibt einige Sekunden frei; die Seite versucht es von selbst weiter.",
  invitation: "Sehen, wer da ist, jemanden anrufen oder dem Anruf des Raums beitreten.",
  inside: "Du bist im Raum.",
  enter: "Raum betreten",
  name: "Dein Name",
  nameHint: "Wie Jupyter dich kennt",
  autoAccept: "Anrufe automatisch annehmen",
  autoAcceptHint: "Wenn jemand anruft, gehen Kamera und Mikrofon ohne weitere Frage an.",
  join: "Anruf beitreten",
  count(people: number) {
    if (people === 0) return "noch niemand darin";
    return people === 1 ? "1 Person darin" : `${people} Personen darin`;
  },
  try: "Kamera und Mikrofon ausprobieren",
  stop: "Vorschau beenden",
  previewed: "Das siehst und hörst nur du, bis du beitrittst oder anrufst.",
  opening: "Wird geöffnet …",
  noPicture: "Die Kamera ist aus",
  preview: "Vorschau deiner Kamera",
  full: (limit) => `Der Anruf ist voll: Er hat Platz für ${limit} Personen. Warte, bis jemand geht.`,
  wait: "Warte, bis die Verbindung wieder da ist",
};

export const missing: Words["missing"] = {
  camera: "die Kamera",
  microphone: "das Mikrofon",
  "camera or microphone": "Kamera und Mikrofon",
};

export const allow: Words["allow"] = {
  chromium: "Klicke auf das Zeichen links neben der Adresse und erlaube dort Kamera und Mikrofon",
  edge: "Klicke auf das Schloss links neben der Adresse, öffne „Berechtigungen für diese Website“ und erlaube beides",
  firefox:
    "Klicke links neben der Adresse auf die durchgestrichene Kamera oder das Mikrofon und hebe die Sperre auf",
  safari: "Wähle Safari > Einstellungen für diese Website … und stelle Kamera und Mikrofon auf „Erlauben“",
  other: "Öffne die Einstellungen des Browsers für diese Seite und erlaube Kamera und Mikrofon",
};

export const troubles: Words["troubles"] = {
  "insecure-origin": {
    what: "Der Browser gibt dieser Seite keinen Zugriff auf @.",
    why: "Die Seite kam unverschlüsselt von einem anderen Rechner; solchen Seiten vertrauen Browser keine Kamera an.",
    fix: "Öffne Jupyter über https (jupyter lab --certfile=DATEI --keyfile=DATEI) oder durch einen Tunnel: ssh -L 8888:localhost:8888 SERVER, dann http://localhost:8888.",
  },
  "no-webrtc": {
    what: "Dieser Browser kann keine Videoanrufe.",
    why: "WebRTC fehlt oder wurde abgeschaltet, durch eine Erweiterung oder eine Richtlinie.",
    fix: "Nutze ein aktuelles Chrome, Edge, Firefox oder Safari, und öffne Jupyter dort in einem Tab.",
  },
  "blocked-by-page": {
    what: "Die umgebende Seite sperrt @.",
    why: "Jupyter ist in eine andere Seite eingebettet, die die Erlaubnis nicht weitergibt.",
    fix: 'Öffne Jupyter in einem eigenen Tab, oder lass die einbettende Seite allow="camera; microphone; display-capture" sagen.',
  },
  "permission-denied": {
    what: "Der Browser hat @ für diese Seite gesperrt.",
    why: "Die Erlaubnis wurde verweigert, jetzt oder früher, oder das Betriebssystem gibt dem Browser keinen Zugriff.",
    fix: "@, dann versuche es erneut. Du kannst auch ohne am Anruf teilnehmen.",
  },
  "no-device": {
    what: "Nicht gefunden: @.",
    why: "Es ist nichts angeschlossen, oder das Betriebssystem zeigt es dem Browser nicht.",
    fix: "Schließe etwas an, dann versuche es erneut. Du kannst auch ohne am Anruf teilnehmen.",
  },
  "device-busy": {
    what: "Der Zugriff auf @ ist gescheitert.",
    why: "Wahrscheinlich nutzt gerade ein anderes Programm das Gerät.",
    fix: "Schließe das andere Programm oder den anderen Tab, dann versuche es erneut.",
  },
  "device-unsuitable": {
    what: "Was verlangt wurde, ist nicht möglich: @.",
    why: "Keine Bildgröße und kein Tonformat passt.",
    fix: "Wähle ein anderes Gerät, dann versuche es erneut.",
  },
  "device-lost": {
    what: "Ausgefallen: @.",
    why: "Das Gerät wurde abgezogen, oder die Erlaubnis wurde zurückgenommen.",
    fix: "Schließe es an oder erlaube es wieder, dann versuche es erneut.",
  },
  "device-failed": {
    what: "Nicht gestartet: @.",
    why: "Der Browser nennt keinen bekannten Grund.",
    fix: "Versuche es erneut; wenn es dabei bleibt, starte den Browser neu.",
  },
  "screen-insecure": {
    what: "Der Browser teilt mit dieser Seite keinen Bildschirm.",
    why: "Die Seite kam unverschlüsselt von einem anderen Rechner.",
    fix: "Öffne Jupyter über https oder über localhost.",
  },
  "screen-missing": {
    what: "Dieser Browser kann den Bildschirm nicht teilen.",
    why: "Browser auf Telefonen und Tablets können es noch nicht.",
    fix: "Nutze einen aktuellen Browser auf einem Computer.",
  },
  "screen-withheld": {
    what: "Das Betriebssystem gibt dem Browser den Bildschirm nicht.",
    why: "Für eine Bildschirmaufnahme braucht es auch dessen Erlaubnis.",
    fix: "Erlaube dem Browser die Bildschirmaufnahme in den Datenschutzeinstellungen des Systems, dann teile erneut.",
  },
  "screen-failed": {
    what: "Der Bildschirm konnte nicht geteilt werden.",
    why: "Der Browser nennt keinen bekannten Grund.",
    fix: "Teile erneut, vielleicht ein anderes Fenster.",
  },
  "no-route": {
    what: "Zwischen dir und @ wurde kein Weg gefunden.",
    why: "Eine Firewall oder ein Router auf einer der beiden Seiten lässt keine direkte Verbindung zu.",
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
    what: "Der Jupyter-Server lässt dich nicht ein.",
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
    what: "Du bist in diesem Raum auf einer neueren Seite.",
    why: "Ein anderer Tab hat denselben Platz übernommen.",
    fix: "Mach dort weiter, oder betritt den Raum hier erneut.",
  },
  "call-lost": {
    what: "Der Anruf ist zu Ende.",
    why: "Die Verbindung zum Server war zu lange weg.",
    fix: "Rufe erneut an.",
  },
};
