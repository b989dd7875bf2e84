// What is of no use before one is in a room, as one file.
export { cleanName } from "../common/cleaning";
export { follow } from "../room/following";
export { Levels } from "./levels";
export { EngineSwitch } from "./switch";
