import type { ProblemCode } from "../protocol.gen";
import type { Refusal } from "./en";
import type { Words } from "./index";

const problems: Words["problems"] = {
  "insecure-origin": [
    "Der Browser gibt dieser Seite keinen Zugriff auf @.",
    "Die Seite kam über einfaches http von einem anderen Rechner; dem vertrauen Browser keine Kamera an.",
    "Jupyter über https oder über localhost öffnen (zum Beispiel mit einem SSH-Tunnel).",
  ],
  "no-webrtc": [
    "Dieser Browser kann keine Videoanrufe.",
    "WebRTC fehlt oder wurde abgeschaltet, durch eine Erweiterung oder eine Richtlinie.",
    "Ein aktuelles Chrome, Edge, Firefox oder Safari verwenden und Jupyter dort in einem Tab öffnen.",
  ],
  "permission-denied": [
    "Der Browser blockiert den Zugriff auf @ für diese Seite.",
    "Die Erlaubnis wurde jetzt oder früher verweigert, oder das Betriebssystem enthält sie dem Browser vor.",
    "Das Kamerazeichen neben der Adresse anklicken, den Zugriff erlauben und es erneut versuchen. Der Anruf läuft inzwischen weiter.",
  ],
  "no-device": [
    "Nicht gefunden: @.",
    "Es ist nichts angeschlossen, oder das Betriebssystem zeigt es dem Browser nicht.",
    "Ein Gerät anschließen und es erneut versuchen. Der Anruf geht auch ohne.",
  ],
  "device-busy": [
    "@ ließ sich nicht starten.",
    "Wahrscheinlich verwendet ein anderes Programm das Gerät.",
    "Das andere Programm oder den anderen Tab schließen und es erneut versuchen.",
  ],
  "device-unsuitable": [
    "@ kann nicht, was verlangt wurde.",
    "Das Gerät bietet keine passende Bildgröße oder kein passendes Tonformat.",
    "In den Website-Einstellungen des Browsers ein anderes Gerät wählen und es erneut versuchen.",
  ],
  "device-lost": [
    "@ ist ausgefallen.",
    "Das Gerät wurde abgezogen, oder die Erlaubnis wurde zurückgenommen.",
    "Wieder anschließen oder wieder erlauben und es erneut versuchen.",
  ],
  "device-failed": [
    "@ ist nicht gestartet.",
    "Der Browser hat keinen der üblichen Gründe genannt.",
    "Erneut versuchen; wenn es dabei bleibt, den Browser neu starten.",
  ],
  "no-jupyter": [
    "Diese Seite kommt nicht von einem Jupyter-Server.",
    "Der Raum braucht den Server, der ihn führt; eine Vorschau oder gespeicherte Seite hat keinen.",
    "Das Notebook in JupyterLab oder Notebook 7 öffnen.",
  ],
  "extension-missing": [
    "Der Jupyter-Server kennt keine Videoräume.",
    "Die Erweiterung jupyter-videoroom ist in der Umgebung des Servers nicht installiert oder nicht aktiv.",
    "Dort, wo der Server läuft, „pip install jupyter-videoroom“ ausführen und den Server neu starten.",
  ],
  unreachable: [
    "Der Jupyter-Server ist nicht erreichbar.",
    "Das Netz ist ausgefallen, oder der Server läuft nicht mehr.",
    "Verbindung und Server prüfen und es erneut versuchen.",
  ],
  "ticket-refused": [
    "Der Jupyter-Server hat den Eintritt verweigert.",
    "Wahrscheinlich ist die Anmeldung abgelaufen.",
    "Die Seite neu laden, neu anmelden und den Raum wieder betreten.",
  ],
  "server-failed": [
    "Der Jupyter-Server konnte nicht antworten.",
    "Auf seiner Seite ist etwas schiefgegangen; sein Protokoll sagt, was.",
    "Gleich noch einmal versuchen.",
  ],
  "no-connection": [
    "Es kam keine dauerhafte Verbindung zum Raum zustande.",
    "Etwas zwischen hier und dem Server, etwa ein Proxy, scheint WebSockets zu blockieren.",
    "Prüfen, ob Kernel auf dieser Seite funktionieren, und es erneut versuchen.",
  ],
  "wrong-version": [
    "Seite und Server sprechen verschiedene Versionen.",
    "jupyter-videoroom wurde nur auf einer Seite aktualisiert.",
    "Die Seite neu laden; wenn das nicht hilft, für Kernel und Server dieselbe Version installieren.",
  ],
  replaced: [
    "Du bist auf einer neueren Seite in diesem Raum.",
    "Ein anderer Tab hat denselben Platz übernommen.",
    "Dort weitermachen oder hier wieder eintreten.",
  ],
  "call-lost": [
    "Der Anruf ist zu Ende.",
    "Die Verbindung zum Server war zu lange unterbrochen.",
    "Noch einmal anrufen.",
  ],
};

const refusals: Record<ProblemCode, Refusal> = {
  "bad-message": ["Der Server konnte eine Nachricht dieser Seite nicht lesen.", "Die Seite neu laden."],
  "hello-first": ["Die erste Nachricht war keine Begrüßung.", "Die Seite neu laden."],
  gap: ["Nachrichten dieser Seite gingen unterwegs verloren.", "Die Seite verbindet sich von selbst neu."],
  "wrong-version": [
    "Seite und Server sprechen verschiedene Versionen.",
    "Die Seite neu laden; wenn das nicht hilft, für Kernel und Server dieselbe Version von jupyter-videoroom installieren.",
  ],
  "ticket-forged": ["Die Eintrittskarte stammt nicht von diesem Server.", "Den Raum noch einmal betreten."],
  "ticket-expired": ["Die Eintrittskarte ist älter als 30 Sekunden.", "Den Raum noch einmal betreten."],
  "ticket-used": ["Die Eintrittskarte wurde schon benutzt.", "Den Raum noch einmal betreten."],
  "token-forged": ["Der Sitzungsausweis stammt nicht von diesem Server.", "Den Raum noch einmal betreten."],
  "token-expired": ["Der Sitzungsausweis ist abgelaufen.", "Den Raum noch einmal betreten."],
  "wrong-audience": ["Der Ausweis gilt für etwas anderes.", "Den Raum noch einmal betreten."],
  "wrong-room": ["Der Ausweis gilt für einen anderen Raum.", "Den Raum noch einmal betreten."],
  "wrong-user": ["Der Ausweis gehört jemand anderem.", "Den Raum noch einmal betreten."],
  replaced: ["Dieser Platz hat sich von neuem verbunden.", "Auf der neueren Seite weitermachen."],
  "room-full": ["Der Raum ist voll.", "Warten, bis jemand geht, oder einen anderen Raum öffnen."],
  "too-many-tabs": ["Dieser Raum ist in zu vielen Tabs geöffnet.", "Einige davon schließen."],
  "bad-room-name": [
    "So kann ein Raum nicht heißen.",
    "1 bis 64 Buchstaben, Ziffern, Leerzeichen, Punkte, Binde- oder Unterstriche verwenden, vorn einen Buchstaben oder eine Ziffer.",
  ],
  "not-allowed": ["Das ist hier nicht erlaubt.", "Fragen, wer diesen Server betreibt."],
  "no-such-call": ["Dieser Anruf ist zu Ende.", "Dem Anruf des Raums beitreten oder jemanden anrufen."],
  "in-a-call": ["Du bist schon in einem Anruf.", "Diesen zuerst verlassen."],
  "call-full": ["Der Anruf ist voll.", "Warten, bis jemand geht, oder eine einzelne Person anrufen."],
  "peer-gone": ["Diese Person ist nicht in deinem Anruf.", "Nichts zu tun: Die Liste wird gerade erneuert."],
  "nobody-there": ["Diese Person ist nicht mehr im Raum.", "Warten, bis sie wieder da ist."],
  yourself: ["Man kann sich nicht selbst anrufen.", "Jemand anderen wählen."],
  "already-ringing": ["Es klingelt bereits.", "Zuerst darauf antworten oder es abbrechen."],
  "invite-gone": ["Dieses Klingeln ist vorbei.", "Zurückrufen."],
  "too-fast": ["Das war zu oft in kurzer Zeit.", "Einen Moment warten und es erneut versuchen."],
  "empty-message": ["Von der Nachricht blieb nichts Lesbares übrig.", "Etwas Text schreiben."],
  "not-stored": [
    "Der Server konnte die Nachricht nicht speichern.",
    "Erneut versuchen; wenn das nicht hilft, der Person Bescheid geben, die den Server betreibt: Sein Protokoll nennt den Grund.",
  ],
};

/** Jedes Wort der Seite auf Deutsch. */
export const de: Words = {
  locale: "de",
  problems,
  missing: {
    camera: "Kamera",
    microphone: "Mikrofon",
    "camera or microphone": "Kamera oder Mikrofon",
  },
  refusals,

  names: {
    you: "Du",
    somebody: "Jemand",
    list(names) {
      if (names.length <= 2) return names.join(" und ");
      const others = names.length - 2;
      return `${names.slice(0, 2).join(", ")} und ${others} ${others === 1 ? "weiteren Person" : "weiteren"}`;
    },
    withYou: (name) => `${name} (du)`,
  },

  room: {
    label: (room) => `Videoraum ${room}`,
    panel: "Personen und Ereignisse",
    showPanel: "Seitenleiste zeigen",
    hidePanel: "Seitenleiste verbergen",
    leave: "Raum verlassen",
    elsewhere: (room) => `Der Raum „${room}“ wird an anderer Stelle dieser Seite gezeigt.`,
    showHere: "Hier zeigen",
  },

  status: {
    outside: "Nicht im Raum",
    entering: "Eintritt…",
    reconnecting: "Verbindung verloren, neuer Versuch…",
    available: "Erreichbar",
    ringing: (name) => `Es klingelt bei ${name}…`,
    rung: (name) => `${name} ruft dich an`,
    talking: (names) => `Im Anruf mit ${names}`,
    alone: "Im Anruf, sonst ist noch niemand da",
    joining: "Beitritt zum Anruf…",
  },

  log: {
    entered: (name) => `Du hast den Raum als ${name} betreten`,
    youLeftRoom: "Du hast den Raum verlassen",
    connectionLost: "Verbindung verloren",
    connectedAgain: "Wieder verbunden",
    joinedRoom: (name) => `${name} hat den Raum betreten`,
    leftRoom: (name) => `${name} hat den Raum verlassen`,
    renamed: (before, name) => `${before} heißt jetzt ${name}`,
    joinedCall: (name) => `${name} ist dem Anruf beigetreten`,
    leftCall: (name) => `${name} hat den Anruf verlassen`,
    youJoinedCall: "Du bist dem Anruf beigetreten",
    youJoinedCallWith: (names) => `Du bist dem Anruf mit ${names} beigetreten`,
    callEnded: "Der Anruf ist zu Ende",
    youLeftCall: "Du hast den Anruf verlassen",
    called: (name) => `Du hast ${name} angerufen`,
    calling: (name) => `${name} ruft an`,
    missedCall: (name) => `Verpasster Anruf von ${name}`,
    youAccepted: (name) => `Du hast den Anruf von ${name} angenommen`,
    youDeclined: (name) => `Du hast den Anruf von ${name} abgelehnt`,
    theyCancelled: (name) => `${name} hat aufgelegt`,
    answeredElsewhere: (name) => `Du hast den Anruf von ${name} in einem anderen Tab angenommen`,
    accepted: (name) => `${name} hat angenommen`,
    declined: (name, word) => (word ? `${name} hat abgelehnt: ${word}` : `${name} hat abgelehnt`),
    busy: (name) => `Bei ${name} ist besetzt`,
    timedOut: (name) => `${name} hat nicht geantwortet`,
    gone: (name) => `${name} ist vor der Antwort gegangen`,
    youCancelled: (name) => `Du hast den Anruf bei ${name} abgebrochen`,
  },

  lobby: {
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
    wait: "Warten, bis die Verbindung wieder steht",
    count(people) {
      if (people === 0) return "noch niemand darin";
      return people === 1 ? "1 Person darin" : `${people} Personen darin`;
    },
  },

  call: {
    bar: "Anruf",
    watching: "Hier nur zusehen und zuhören: Gäste dürfen auf diesem Server nichts senden.",
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

  tile: {
    microphoneIsOff: "Das Mikrofon ist aus",
    microphoneOff: "Mikrofon aus",
    connecting: (name) => `Verbindung zu ${name}…`,
    weak: (name) => `Die Verbindung zu ${name} ist schwach`,
  },

  people: {
    title: "Personen",
    empty: "Den Raum betreten, um zu sehen, wer da ist.",
    states: {
      available: "erreichbar",
      ringing: "es klingelt",
      "in-call": "im Anruf",
      away: "abwesend",
      reconnecting: "verbindet sich neu",
    },
    inCallWith: (names) => `im Anruf mit ${names}`,
    kernel: (state) => `Kernel, ${state}`,
    inTabs: (tabs) => `in ${tabs} Tabs`,
    callNow: "Anrufen",
    callNowWhom: (name) => `Anrufen: ${name}`,
    uncallable: {
      kernel: "Einen Kernel kann man nicht anrufen",
      inCall: (name) => `${name} ist in einem Anruf`,
      ringing: (name) => `Bei ${name} klingelt es gerade`,
      reconnecting: (name) => `${name} hat die Verbindung verloren`,
      youInCall: "Du bist in einem Anruf",
      youRinging: "Bei dir klingelt es gerade",
      youReconnecting: "Warten, bis die Verbindung wieder steht",
    },
  },

  events: {
    title: "Ereignisse",
    copy: "Ereignisse kopieren",
    copyHint: "Die Ereignisse als Text kopieren",
    head: (room, browser) => `Videoraum ${room}, ${browser}`,
  },

  ring: {
    label: (name) => `Eingehender Anruf von ${name}`,
    isCalling: "ruft dich an",
    pageTitle: (name) => `${name} ruft an`,
    accept: "Annehmen",
    withoutCamera: "Ohne Kamera annehmen",
    decline: "Ablehnen",
    withAWord: "Mit einem Wort ablehnen",
    word: "Ein Wort an den Anrufer",
    wordExample: "In zehn Minuten",
    sendAndDecline: "Senden und ablehnen",
  },

  alert: {
    tryAgain: "Erneut versuchen",
    dismiss: "Schließen",
  },

  page: {
    openInTab: "In einem Tab öffnen",
    blocked: "Der Browser hat keinen Tab geöffnet.",
    openYourself: "Die Seite des Raums öffnen",
    call: "Dieser Anruf läuft in einem anderen Tab.",
    room: "Du bist in einem anderen Tab in diesem Raum.",
    bringBack: "Zurückholen",
    copyLink: "Einladungslink kopieren",
    copyHint: "Einladungslink kopieren: Hinein kommt, wer diesen Jupyter-Server verwenden darf",
    copied: "Link kopiert",
    copyYourself: "Diese Seite darf nicht kopieren. Der Link:",
  },
};
