#include "philox.h"

typedef struct {
  uint32_t counter[4];
  uint64_t key;
  nines_philox_block block;
  int used; /* words of the block that have been given out */
} philox_state;

static void advance(philox_state *state) {
  state->block = nines_philox(state->counter[0], state->counter[1], state->counter[2], state->counter[3],
                              (uint32_t)state->key, (uint32_t)(state->key >> 32));
  state->used = 0;
  if (++state->counter[0] == 0) ++state->counter[1];
}

static unsigned long get(void *memory) {
  philox_state *state = memory;
  if (state->used == 4) advance(state);
  return state->block.word[state->used++];
}

static double get_double(void *memory) {
  const uint64_t high = get(memory);
  const uint64_t low = get(memory);
  return (double)((high << 32 | low) >> 11) * 0x1.0p-53;
}

static void set(void *memory, unsigned long seed) {
  philox_state *state = memory;
  *state = (philox_state){.counter = {0, 0, 0, 0}, .key = seed, .used = 4};
}

static const gsl_rng_type type = {"philox4x32-10", 0xffffffffUL, 0, sizeof(philox_state), set, get, get_double};

const gsl_rng_type *nines_rng_philox(void) { return &type; }

void nines_rng_philox_rekey(gsl_rng *generator, uint64_t key, uint32_t draw, uint32_t branch, uint32_t replication,
                            uint32_t purpose) {
  philox_state *state = generator->state;
  *state = (philox_state){.counter = {draw, branch, replication, purpose}, .key = key, .used = 4};
}
