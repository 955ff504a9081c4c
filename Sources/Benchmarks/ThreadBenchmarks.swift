import Experiments
import ServiceModel

/// What a second thread brings: the same worlds of the two-site hot standby on two threads and on one.
///
/// `ratio` is the gain: 2 would be a thread for nothing. Both runs must find the same minutes lost, to the bit.
func measureThreads() async {
  let name = "threads.2"
  guard isWanted(name) else { return }
  let service = hotStandbyYear(autoscaled: false)
  let (worlds, replications) = (16, 250)
  func run(threads: Int) async -> Double {
    let size = StudySize(seed: 1, worlds: worlds, replicationsPerWorld: replications, threads: threads)
    guard let records = try? await Study([service], size: size).run() else {
      preconditionFailure("the benchmark's plan does not compile")
    }
    return DesignFigures(records[0]).meanLostMinutes
  }
  var rates: [Double] = []
  var gains: [Double] = []
  var found = 0.0
  for turn in 0..<5 {
    var (one, two) = ((found: 0.0, time: 0.0), (found: 0.0, time: 0.0))
    for isOne in [turn % 2 == 0, turn % 2 == 1] {
      if isOne {
        one.time = await seconds { one.found = await run(threads: 1) }
      } else {
        two.time = await seconds { two.found = await run(threads: 2) }
      }
    }
    precondition(one.found == two.found, "\(name): \(two.found) with two threads, \(one.found) with one")
    found = two.found
    rates.append(Double(worlds * replications) / two.time)
    gains.append(one.time / two.time)
  }
  report(
    name, value: median(rates), unit: "years/s", against: "one thread", ratio: median(gains), found: found)
}
