import Foundation
import ServiceModel
import Testing

@testable import ModelFiles

/// Mistakes in a plan with seven designs: each is reported once, at its place, with what to do, and nothing follows
/// from it that the writer did not get wrong.
@Suite struct PlanFileTests {
  @Test func theWholePlanHasNoProblem() {
    #expect(planProblems(wholePlan) == [])
  }

  @Test(arguments: [
    // Keys.
    ("buffer: 25%", "bufer: 25%", "22:1: error: unknown key 'bufer'. Did you mean 'buffer'?"),
    (
      "probe-timeout", "probe-timout",
      "30:23: error: unknown key 'probe-timout' in 'detect'. Did you mean 'probe-timeout'?"
    ),
    ("    peak: 100rps\n", "", ""),
    (
      "keep: serving, zones", "kep: serving, zones",
      "17:11: error: unknown key 'kep' in 'sites.east'. Did you mean 'keep'?"
    ),
    ("rated: 9rps", "ratd: 9rps", "15:23: error: unknown key 'ratd' in 'replica'. Did you mean 'rated'?"),
    ("service: chat", "sevice: chat", "1:1: error: unknown key 'sevice'. Did you mean 'service'?"),
    ("sites:\n", "site:\n", "16:1: error: unknown key 'site'. Did you mean 'sites'?"),
    ("execute:\n", "excute:\n", "32:1: error: unknown key 'excute'. Did you mean 'execute'?"),
    (
      "gpus: 8xH100, price: $55", "gpu: 8xH100, price: $55",
      "17:44: error: unknown key 'gpu' in 'sites.east.node'. Did you mean 'gpus'?"
    ),
    ("rated: 9rps, ", "", "15:10: error: 'rated' is missing in 'replica'. Add 'rated: 1000rps'"),
    ("scope: region, per", "per", "27:11: error: 'scope' is missing in 'failures.region'. Add 'scope: "),
    ("per-year: 1, ", "", "28:12: error: 'per-year' is missing in 'failures.control'. Add 'per-year: 0.8'"),
    ("{ promote: x }", "", ""),
    // Numbers and units.
    (
      "peak: 100rps", "peak: 100",
      "8:9: error: expected a rate at 'traffic.peak', found '100'. Write '1000rps', '0.5/s' or '36/h'"
    ),
    ("peak: 100rps", "peak: 0rps", "8:9: error: 'traffic.peak' must be above zero"),
    ("peak: 100rps", "peak: 1e30rps", "8:9: error: "),
    ("rated: 9rps", "rated: 1e-300rps", "15:30: error: "),
    ("probe: 10s", "probe: 10", "30:18: error: expected a duration at 'detect.probe', found '10'"),
    ("per-year: 1,", "per-year: -1,", "28:38: error: '-1' at 'failures.control.per-year' is negative"),
    ("per-year: 1,", "per-year: 0,", "28:38: error: the rate must be above zero. Leave the failure mode out"),
    (
      "[0.3, 0.8, 2]", "[3, 0.8, 2]",
      "27:42: error: '0.8' at 'failures.region.per-year' is below '3'. Write '[low, mid, high]'"
    ),
    ("2027-01-01", "2027-02-30", "2:9: error: expected a date at 'begins', found '2027-02-30'. Write it as 2027-01-31"),
    (
      "gpus: 8xH100, price: $55", "gpus: eight, price: $55",
      "17:50: error: expected a number of GPUs at 'sites.east.node.gpus', found 'eight'. Write '8xH100'"
    ),
    ("zones: 3", "zones: 0", "17:33: error: "),
    (
      "25% of requirement", "25%",
      "22:9: error: expected a share of requirement at 'buffer', found '25%'. Write '30% of requirement'"
    ),
    // Names.
    ("keep: nothing", "keep: noting", "19:11: error: unknown 'noting' at 'sites.west.keep'. Did you mean 'nothing'?"),
    ("sites: [east]", "sites: [esat]", "28:81: error: there is no site 'esat'. Did you mean 'east'?"),
    ("controlled-by: west", "controlled-by: north", "36:77: error: there is no site 'north'. It has: east, west"),
    ("after: [promote]", "after: [promot]", "35:33: error: there is no step 'promot'. Did you mean 'promote'?"),
    (
      "blocks: [acquire]", "blocks: [aquire]",
      "28:62: error: unknown 'aquire' at 'failures.control.blocks[0]'. Did you mean 'acquire'?"
    ),
    ("data-loss: { chat:", "data-loss: { chta:", "6:22: error: the traffic has no class 'chta'. Did you mean 'chat'?"),
    ("{ region: 15min", "{ regoin: 15min", "5:23: error: unknown scope 'regoin'. Did you mean 'region'?"),
    ("15h: 100%", "25h: 100%", "9:38: error: expected an hour of the day, found '25h'. Write 0h to 23h"),
    // What fields say together.
    (
      ", in: 90% of years", "",
      "4:17: error: 'objectives.availability' does not say in which share of years it must hold. Add 'in: 90% of years'"
    ),
    ("silent: 40%", "silent: 30%", "27:85: error: the shares of the symptoms sum to 90 %, not to 100 %"),
    ("share: 40%", "share: 50%", "13:5: error: the shares of the classes sum to 110 %, not to 100 %"),
    ("{ takes: 20s }", "{ takes: 20s, after: [warm] }", "34:5: error: step 'promote' waits for itself"),
    ("50TB: $", "5TB: $", "43:63: error: expected a larger monthly volume than before"),
    (", above: $0.05/GB", "", "43:45: error: the tiers end. Add 'above: $0.05/GB'"),
    ("    otherwise: 1h\n", "", ""),
    ("gpus: 4", "gpus: 16", "15:42: error: a replica needs 16 GPUs and a node of 'east' has 8. "),
    ("keep: serving, zones", "keep: warm, zones", ""),
    (
      "every: exponential mean 264d", "every: 264d, per-year: 1",
      "29:40: error: 'every' and 'per-year' both say how often. Keep one"
    ),
    ("vantage: 2 of 3", "vantage: 4 of 3", "30:60: error: "),
    ("probe-timeout: 5s", "probe-timeout: 15s", "30:38: warning: the probe's timeout is not less than its interval"),
    // The text itself.
    ("  west:\n", "  east:\n", "18:3: error: the key 'east' is written twice, first at 17:3. Keep one"),
    ("lasts: 80min,", "lasts: lognormal(median 80min, sigma 1),", "27:64: error: a comma ends a value between braces"),
    (
      "sites: { west: { keep: data } }", "sites: { west: { keep: dta } }",
      "48:42: error: unknown 'dta' at 'sites.west.keep'. Did you mean 'data'?"
    ),
    ("sites: { west: { keep: data } }", "sites: { wets: { keep: data } }", "48:28: error: "),
  ])
  func oneMistake(old: String, new: String, expected: String) {
    let found = planProblems(replacing: old, by: new)
    #expect(found.count == 1 && found[0].hasPrefix("plan.yaml:\(expected)"), "\(new) \(found)")
  }
}
