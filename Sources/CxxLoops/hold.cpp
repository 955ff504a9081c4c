#include "CxxLoops.h"
#include "Event.hpp"

struct CxxHold {
    Calendar calendar;
    Xoshiro generator;
    uint32_t sequence = 0;
};

CxxHold *cxx_hold_create(int64_t size, uint64_t seed) {
    auto *hold = new CxxHold{{}, Xoshiro(seed)};
    for (int64_t i = 0; i < size; i++)
        hold->calendar.push({hold->generator.exponential(), hold->sequence++, (uint32_t)i});
    return hold;
}

double cxx_hold_run(CxxHold *hold, int64_t holds) {
    double now = 0;
    for (int64_t i = 0; i < holds; i++) {
        Event event = hold->calendar.top();
        hold->calendar.pop();
        now = event.time;
        event.time += hold->generator.exponential();
        event.sequence = hold->sequence++;
        hold->calendar.push(event);
    }
    return now;
}

void cxx_hold_destroy(CxxHold *hold) { delete hold; }
