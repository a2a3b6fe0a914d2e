import { expect, it } from 'vitest'
import { SessionStates } from '../../../src/serve/sessions/session-states.ts'

const facts = { id: 'a', isNew: true, expires: new Date(0), isEnded: false }

it('keeps a state for the id until it is forgotten [S48]', () => {
  const states = new SessionStates()
  states.enter(facts).state.set('key', 'value')

  expect(states.enter({ ...facts, isNew: false }).state.get('key')).toBe('value')
  states.forget('a')
  expect(() => states.enter({ ...facts, isNew: false })).toThrow('There is no session "a"')
})

it('writes the wish for an end into the facts, which may go to another thread', () => {
  const asked = structuredClone(facts)

  new SessionStates().enter(asked).end()

  expect(asked.isEnded).toBe(true)
})
