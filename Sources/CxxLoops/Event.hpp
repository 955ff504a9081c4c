// The entry and the generator both loops share.
#pragma once
#include <cmath>
#include <cstdint>
#include <queue>
#include <vector>

struct Event {
    double time;
    uint32_t sequence, kind;
};

struct Later {
    bool operator()(const Event &a, const Event &b) const {
        return a.time > b.time || (a.time == b.time && a.sequence > b.sequence);
    }
};

using Calendar = std::priority_queue<Event, std::vector<Event>, Later>;

// xoshiro256++ 1.0 (Blackman and Vigna), seeded by SplitMix64.
class Xoshiro {
    uint64_t s[4];
    static uint64_t rotl(uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }

public:
    explicit Xoshiro(uint64_t seed) {
        for (auto &word : s) {
            uint64_t z = (seed += 0x9e3779b97f4a7c15ull);
            z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
            z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
            word = z ^ (z >> 31);
        }
    }
    uint64_t next() {
        const uint64_t result = rotl(s[0] + s[3], 23) + s[0], t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = rotl(s[3], 45);
        return result;
    }
    double exponential() { return -std::log(1.0 - (double)(next() >> 11) * 0x1.0p-53); }
};
