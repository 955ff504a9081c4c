#include "CxxLoops.h"

#include <deque>

#include "Event.hpp"

enum { arrival, departure };

double cxx_mm1_mean_response(int64_t customers, uint64_t arrival_seed, uint64_t service_seed) {
    const double meanInterarrival = 1 / 0.9, meanService = 1;
    Xoshiro arrivals(arrival_seed), services(service_seed);
    Calendar calendar;
    std::deque<double> line;
    uint32_t sequence = 0;
    int64_t arrived = 0;
    double total = 0;
    calendar.push({arrivals.exponential() * meanInterarrival, sequence++, arrival});
    while (!calendar.empty()) {
        const Event event = calendar.top();
        calendar.pop();
        const double now = event.time;
        if (event.kind == arrival) {
            line.push_back(now);
            if (++arrived < customers) calendar.push({now + arrivals.exponential() * meanInterarrival, sequence++, arrival});
            if (line.size() == 1) calendar.push({now + services.exponential() * meanService, sequence++, departure});
        } else {
            total += now - line.front();
            line.pop_front();
            if (!line.empty()) calendar.push({now + services.exponential() * meanService, sequence++, departure});
        }
    }
    return total / (double)customers;
}
