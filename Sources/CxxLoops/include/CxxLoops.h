// The event loops a careful C++ programmer would write by hand: what the kernel is measured against.
// std::priority_queue of 16-byte entries with double time, ties by insertion; xoshiro256++, exponentials by -log(1 - u).
#pragma once
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// Serves `customers` in an M/M/1 queue with arrival rate 0.9 and service rate 1, two events each, and returns their mean
// time in the system in seconds.
double cxx_mm1_mean_response(int64_t customers, uint64_t arrival_seed, uint64_t service_seed);

// A queue kept at `size` entries, each due after an Exp(1) time at first.
typedef struct CxxHold CxxHold;
CxxHold *cxx_hold_create(int64_t size, uint64_t seed);
// Takes the first entry and puts it back an Exp(1) time later, `holds` times; returns the time reached.
double cxx_hold_run(CxxHold *hold, int64_t holds);
void cxx_hold_destroy(CxxHold *hold);

#ifdef __cplusplus
}
#endif
