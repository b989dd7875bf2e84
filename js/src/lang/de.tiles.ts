import type { Words } from "./index";

export const tiles: Words["tiles"] = {
  you: (name) => `${name} (du)`,
  screenOf: (name) => `Bildschirm von ${name}`,
  yourScreen: "Dein Bildschirm",
  microphoneOff: "Mikrofon aus",
  microphoneIsOff: "Das Mikrofon ist aus",
  connecting: (name) => `Verbindung zu ${name} wird aufgebaut…`,
  weak: (name) => `Die Verbindung zu ${name} ist schwach`,
  pin: (name) => `${name} anheften`,
  unpin: (name) => `${name} lösen`,
  details: (name) => `Einzelheiten zu ${name}`,
  callLength: "Dauer des Anrufs",
};

export const layout: Words["layout"] = {
  more: "Mehr",
  layout: "Anordnung",
  grid: "Raster",
  speaker: "Sprecheransicht",
  hideSelf: "Eigenes Bild ausblenden",
  fullScreen: "Vollbild",
  pictureInPicture: "Bild im Bild",
  devices: "Geräte…",
  sounds: "Töne",
  shortcuts: "Tastenkürzel",
  small: (room) => `Videoraum ${room}, kleines Fenster`,
};

export const stats: Words["stats"] = {
  close: "Schließen",
  waiting: "Wird gemessen…",
  nothing: "Noch nichts gemessen",
  notSent: "wird nicht gesendet",
  picture: "Bild",
  pictureRate: "Bilddaten",
  sound: "Tondaten",
  loss: "Verlorene Pakete",
  jitter: "Schwankung",
  roundTrip: "Hin und zurück",
  route: "Weg",
  sentTo: "Gesendet an",
  total: "Insgesamt gesendet",
  paused: "angehalten, nicht im Blick",
  frames: (count) => `${count} Bilder/s`,
  lossOf: (picture, sound) => `Bild ${picture}, Ton ${sound}`,
  people: (count) => (count === 1 ? "1 Person" : `${count} Personen`),
  ofCap: (rate, cap) => `${rate} von höchstens ${cap}`,
  direct: (protocol) => `direkt (${protocol})`,
  reflexive: (protocol) => `direkt, durch Adressumsetzung (${protocol})`,
  relay: (protocol) => `über einen Vermittler (${protocol})`,
};
