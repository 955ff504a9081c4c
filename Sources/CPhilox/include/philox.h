/* Philox4x32-10, a counter-based generator: the k-th number of a stream is a function of key and counter.
 * J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11.
 * Written from the paper; checked against the known answers of the Random123 distribution. */
#ifndef NINES_PHILOX_H
#define NINES_PHILOX_H

#include <gsl/gsl_rng.h>
#include <stdint.h>

typedef struct {
  uint32_t word[4];
} nines_philox_block;

/* One block: four words from a counter of four words and a key of two. */
static inline nines_philox_block nines_philox(uint32_t c0, uint32_t c1, uint32_t c2, uint32_t c3, uint32_t k0,
                                              uint32_t k1) {
  for (int round = 0; round < 10; round++) {
    const uint64_t p0 = (uint64_t)0xD2511F53u * c0;
    const uint64_t p1 = (uint64_t)0xCD9E8D57u * c2;
    const uint32_t n0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0;
    const uint32_t n2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
    c1 = (uint32_t)p1;
    c3 = (uint32_t)p0;
    c0 = n0;
    c2 = n2;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  const nines_philox_block block = {{c0, c1, c2, c3}};
  return block;
}

/* Two words as a number with 53 bits in the open interval (0, 1): never 0 or 1, at which a quantile function is
 * infinite. The half that keeps 0 out would round the largest number to 1, so that one is held back. */
static inline double nines_philox_unit(uint32_t high, uint32_t low) {
  const uint64_t bits = ((uint64_t)high << 32 | low) >> 11;
  const double u = ((double)bits + 0.5) * 0x1.0p-53;
  return u < 1 ? u : 0x1.fffffffffffffp-1;
}

/* The uniform number of the first two words of a block. The key's low half is the first key word. */
static inline double nines_philox_uniform(uint32_t c0, uint32_t c1, uint32_t c2, uint32_t c3, uint64_t key) {
  const nines_philox_block block = nines_philox(c0, c1, c2, c3, (uint32_t)key, (uint32_t)(key >> 32));
  return nines_philox_unit(block.word[0], block.word[1]);
}

/* The same generator for GSL's bulk samplers. Its words come in order, block after block; the draw index is the
 * counter's first word and carries into the second. */
extern const gsl_rng_type *nines_rng_philox(void);

/* Puts a generator of this type at draw `draw` of the stream that (key, branch, replication, purpose) names. */
void nines_rng_philox_rekey(gsl_rng *generator, uint64_t key, uint32_t draw, uint32_t branch, uint32_t replication,
                            uint32_t purpose);

#endif
