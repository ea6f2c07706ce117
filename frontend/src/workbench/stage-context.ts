import { signal } from '@preact/signals-core'
import { createContext, useContext } from 'react'
import type { Stage } from '../core/registry'
import { useValue } from './use-value'

/** The mounted stage, once there is one. */
export const StageContext = createContext(signal<Stage | null>(null))

export const useStage = (): Stage | null => useValue(useContext(StageContext))
