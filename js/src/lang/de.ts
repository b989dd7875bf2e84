import type { ProblemCode } from "../protocol.gen";
import { allow, devices, lobby, missing, troubles } from "./de.devices";
import { layout, stats, tiles } from "./de.tiles";
import type { Refusal } from "./en";
import type { Words } from "./index";

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
  "server-trouble": [
    "Auf dem Server ist etwas schiefgegangen.",
    "Erneut versuchen; wenn das nicht hilft, der Person Bescheid geben, die den Server betreibt: Sein Protokoll nennt den Grund.",
  ],
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
    list(names) {
      if (names.length <= 2) return names.join(" und ");
      const others = names.length - 2;
      return `${names.slice(0, 2).join(", ")} und ${others} ${others === 1 ? "weiteren Person" : "weiteren"}`;
    },
    withYou: (name) => `${name} (du)`,
  },

  room: {
    label: (room) => `Videoraum ${room}`,
    panel: "Personen, Chat und Ereignisse",
    tabs: "Chat und Ereignisse",
    showPanel: "Seitenleiste zeigen",
    hidePanel: "Seitenleiste verbergen",
    missed: (calls) => (calls === 1 ? "verpasster Anruf" : "verpasste Anrufe"),
    unread: (messages) => (messages === 1 ? "ungelesene Nachricht" : "ungelesene Nachrichten"),
    leave: "Raum verlassen",
    elsewhere: (room) => `Der Raum „${room}“ wird an anderer Stelle dieser Seite gezeigt.`,
    showHere: "Hier zeigen",
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
    sending: "wird gesendet…",
    notSent: "Nicht gesendet.",
    discard: "Verwerfen",
    news: "Neue Nachrichten",
    outside: "Den Raum betreten, um Nachrichten zu lesen und zu schreiben.",
    guest: "Gäste dürfen auf diesem Server den Chat lesen, aber nichts schreiben.",
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
    raisedHand: (name) => `${name} hat die Hand gehoben`,
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
    microphoneOff: "Mikrofon aus",
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
      ringing: (name) => `Bei ${name} klingelt es gerade`,
      reconnecting: (name) => `${name} hat die Verbindung verloren`,
      notHere: (name) => `${name} ist nicht im Raum`,
      youInCall: "Du bist in einem Anruf",
      youRinging: "Bei dir klingelt es gerade",
      youReconnecting: "Warten, bis die Verbindung wieder steht",
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
    more: (others) => `und ${others} mehr`,
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
};
