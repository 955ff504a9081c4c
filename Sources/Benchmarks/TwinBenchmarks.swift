import ExactTwins
import ServiceModel

/// Milliseconds from the block diagram to its exact share of time down and number of outages: 4 of 5 nodes with Weibull
/// lives and an outage clock, the class for which RePyability 0.15 has an exact route.
func measureTwins() {
  guard isWanted("twin.region") else { return }
  let rounds = 200
  var unavailability = 0.0
  var outages = 0.0
  let times = (0..<9).map { _ in
    seconds {
      for _ in 0..<rounds {
        let twin = ExactTwin(diagram)
        unavailability = twin.answer(.unavailability).value?.value ?? .nan
        outages = twin.answer(.outages).value?.value ?? .nan
      }
    }
  }
  precondition(unavailability > 0 && outages > 0, "the twin of the diagram is not known")
  report("twin.region", value: median(times) / Double(rounds) * 1e3, unit: "ms", found: unavailability)
}
