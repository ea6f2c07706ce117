import { commandsIn } from '../../../core/command'

export const command = commandsIn('audio')
