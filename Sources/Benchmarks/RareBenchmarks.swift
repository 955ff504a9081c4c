import Experiments
import OutputAnalysis
import ServiceModel
import Stochastics

/// Two such regions that share demand, either of which can carry it: both are down for five seconds a year, 1.4664e-7 of
/// the time by the product form.
private let pair: Service = {
  var service = diagram
  service.design = Design(name: "pair", topology: .activeActive)
  service.sites = ["a", "b"].map { name in
    var site = diagram.sites[0]
    (site.name, site.provider, site.region, site.minimumNodes) = (name, name, name, 4)
    return site
  }
  for index in service.failures.indices { service.failures[index].startsInEquilibrium = true }
  service.failback = Failback(afterSeconds: 0, rejoinSeconds: 0)
  return service
}()

/// Seconds on one core, pilot included, until a coincidence that crude years see once in seven hundred is known to a
/// standard error of 1 %: time times squared relative error is the same for any number of years.
func measureRareEvents() throws {
  let name = "rare.pair"
  guard isWanted(name) else { return }
  var figure: Moments?
  let took = try seconds {
    let size = StudySize(seed: 1, worlds: 40, replicationsPerWorld: 10, threads: 1)
    let choices = try EstimatorChoice.choose(.importance, for: [pair], size: size)
    let study = Study([pair], size: size, choices: choices)
    let worlds = try (0..<size.worlds).map { try study.simulate(world: $0)[0] }
    let record = DesignRecord(service: pair, worlds: worlds, choice: choices[0])
    figure = Moments(record.worlds.flatMap { $0.estimates.map(\.downtimeMinutes) })
  }
  guard let figure else { return }
  let percent = figure.standardError / figure.mean * 100
  report(name, value: took * percent * percent, unit: "s to 1 %", found: figure.mean / 525_960)
}
