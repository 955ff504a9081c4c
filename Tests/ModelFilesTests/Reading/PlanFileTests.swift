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
    (
      "buffer: 25%", "bufer: 25%",
      "22:1: error: unknown key 'bufer'. Did you mean 'buffer'?"
    ),
    (
      "probe-timeout", "probe-timout",
      "30:23: error: unknown key 'probe-timout' in 'detect'. Did you mean 'probe-timeout'?"
    ),
    (
      "  peak: 100rps\n", "",
      "8:3: error: 'peak' is missing in 'traffic'. Add 'peak: 1000rps'"
    ),
    (
      "keep: serving, zones", "kep: serving, zones",
      "17:11: error: unknown key 'kep' in 'sites.east'. Did you mean 'keep'?"
    ),
    (
      "rated: 9rps", "ratd: 9rps",
      "15:21: error: unknown key 'ratd' in 'replica'. Did you mean 'rated'?"
    ),
    (
      "service: chat", "sevice: chat",
      "1:1: error: unknown key 'sevice'. Did you mean 'service'?"
    ),
    (
      "sites:\n", "site:\n",
      "16:1: error: unknown key 'site'. Did you mean 'sites'?"
    ),
    (
      "execute:\n", "excute:\n",
      "32:1: error: unknown key 'excute'. Did you mean 'execute'?"
    ),
    (
      "gpus: 8xH100, price: $55", "gpu: 8xH100, price: $55",
      "17:44: error: unknown key 'gpu' in 'sites.east.node'. Did you mean 'gpus'?"
    ),
    (
      "rated: 9rps, ", "",
      "15:10: error: 'rated' is missing in 'replica'. Add 'rated: 1000rps'"
    ),
    (
      "scope: region, per", "per",
      "27:11: error: 'scope' is missing in 'failures.region'. Add 'scope: node'"
    ),
    (
      "per-year: 1, ", "",
      "28:12: error: 'per-year' is missing in 'failures.control'. Add 'per-year: 0.8'"
    ),
    // Numbers and units.
    (
      "peak: 100rps", "peak: 100",
      "8:9: error: expected a rate at 'traffic.peak', found '100'. Write '100rps'"
    ),
    (
      "peak: 100rps", "peak: 0rps",
      "8:9: error: 'traffic.peak' must be above zero. Write '1000rps'"
    ),
    (
      "peak: 100rps", "peak: 1e30rps",
      "8:9: error: '1e30rps' at 'traffic.peak' is not between 0rps and 1e12rps"
    ),
    (
      "rated: 9rps", "rated: 1e-300rps",
      "8:9: error: the peak needs more than a million replicas. Check 'peak', 'rated' and their units"
    ),
    (
      "probe: 10s", "probe: 10",
      "30:18: error: expected a duration at 'detect.probe', found '10'. Write '10s' or '10min'"
    ),
    (
      "per-year: 1,", "per-year: -1,",
      "28:39: error: '-1' at 'failures.control.per-year' is negative. Write '0.8'"
    ),
    (
      "per-year: 1,", "per-year: 0,",
      "28:39: error: 'failures.control.per-year' must be above zero. Leave the failure mode out if it never happens"
    ),
    (
      "[0.3, 0.8, 2]", "[3, 0.8, 2]",
      "27:42: error: '0.8' at 'failures.region.per-year' is below '3'. Write '[low, mid, high]': the median in the middle, nine cases in ten between low and high"
    ),
    (
      "2027-01-01", "2027-02-30",
      "2:9: error: expected a date at 'begins', found '2027-02-30'. Write it as 2027-01-31"
    ),
    (
      "gpus: 8xH100, price: $55", "gpus: eight, price: $55",
      "17:50: error: expected a number of GPUs at 'sites.east.node.gpus', found 'eight'. Write '8xH100'"
    ),
    (
      "zones: 3", "zones: 0",
      "17:33: error: 'sites.east.zones' must be between 1 and 1000. Write '3'"
    ),
    (
      "25% of requirement", "25%",
      "22:9: error: expected a share of requirement at 'buffer', found '25%'. Write '25% of requirement'"
    ),
    // Names.
    (
      "keep: nothing", "keep: noting",
      "19:11: error: unknown 'noting' at 'sites.west.keep'. Did you mean 'nothing'?"
    ),
    (
      "sites: [east]", "sites: [esat]",
      "28:80: error: there is no site 'esat'. Did you mean 'east'?"
    ),
    (
      "controlled-by: west", "controlled-by: north",
      "36:103: error: there is no site 'north'. There is: east, west, elsewhere"
    ),
    (
      "after: [promote]", "after: [promot]",
      "35:33: error: there is no step 'promot'. Did you mean 'promote'?"
    ),
    (
      "blocks: [acquire]", "blocks: [aquire]",
      "28:62: error: unknown 'aquire' at 'failures.control.blocks[0]'. Did you mean 'acquire'?"
    ),
    (
      "data-loss: { chat:", "data-loss: { chta:",
      "6:16: error: the traffic has no class 'chta'. Did you mean 'chat'?"
    ),
    (
      "{ region: 15min", "{ regoin: 15min",
      "5:15: error: unknown scope 'regoin'. Did you mean 'region'?"
    ),
    (
      "15h: 100%", "25h: 100%",
      "9:34: error: expected an hour of the day, found '25h'. Write 0h to 23h, or sine-trough: 33%"
    ),
    // What fields say together.
    (
      ", in: 90% of years", "",
      "4:17: error: 'objectives.availability' does not say in which share of years it must hold. Add 'in: 90% of years': a mean above the target is not a promise kept"
    ),
    (
      "silent: 40%", "silent: 30%",
      "27:77: error: the shares of the symptoms sum to 90 %, not to 100 %"
    ),
    (
      "share: 40%", "share: 50%",
      "13:5: error: the shares of the classes sum to 110 %, not to 100 %"
    ),
    (
      "{ takes: 20s }", "{ takes: 20s, after: [warm] }",
      "34:5: error: step 'promote' waits for itself through those that it stands after"
    ),
    (
      "50TB: $", "5TB: $",
      "41:67: error: expected a larger monthly volume than before, or 'above', found '5TB'. Write 10TB"
    ),
    (
      ", above: $0.05/GB", "",
      "41:44: error: the tiers end. Add 'above: $0.05/GB' for what exceeds them"
    ),
    (
      "  otherwise: 1h\n", "",
      "33:3: error: 'otherwise' is missing in 'execute'. Add 'otherwise: lognormal median 60min sigma 1.0'"
    ),
    (
      "gpus: 4", "gpus: 16",
      "15:40: error: a replica needs 16 GPUs and the largest node has 8. Replicas across nodes are not modelled: choose a larger node"
    ),
    (
      "keep: serving, zones", "keep: warm, zones",
      "17:3: error: no site serves. Give one site 'keep: serving'"
    ),
    (
      "every: exponential mean 264d", "every: 264d, per-year: 1",
      "29:47: error: 'every' and 'per-year' both say how often. Keep one"
    ),
    (
      "vantage: 2 of 3", "vantage: 4 of 3",
      "30:64: error: '4 of 3' at 'detect.vantage' is not 'k of n' with k between 1 and n"
    ),
    (
      "probe-timeout: 5s", "probe-timeout: 15s",
      "30:38: warning: the probe's timeout is not less than its interval: probes overlap"
    ),
    (
      "quota: 90 nodes", "quota: 3 nodes",
      "20:12: error: site 'west' must hold 7 nodes with its reservation in design 'pilot-light-reserved', 7 nodes in design 'hot-standby', 6 nodes in design 'active-active', its quota is 3. Raise 'quota' or let the design keep less there"
    ),
    (
      "[0.3, 0.8, 2]", "[0, 0.8, 2]",
      "27:38: error: 'failures.region.per-year' must be above zero. Leave the failure mode out if it never happens"
    ),
    (
      "every: exponential mean 264d", "every: 1s",
      "29:31: error: 'failures.node' fails more often than once a minute. Write '0.8' a year, or '264d'"
    ),
    (
      "after: 4h", "after: 1000y",
      "39:20: error: 'failback.after' is longer than 100y. Write '90s', '15min' or '2h'"
    ),
    (
      "{ west: { keep: serving } }", "3",
      "50:27: error: expected sites of the plan, found '3'. Write '{ west: { keep: warm } }'"
    ),
    (
      "  single-site: { prices: { labour: { persons: 0 } } }", "  single-site: { sites: { west: { keep: warm } } }",
      "44:3: error: design 'single-site' is a hot-standby by what its sites keep. Give it another name"
    ),
    (
      "  warm-standby:", "  pilot-light2: { sites: { west: { keep: data } } }\n  active-active2: 3\n  warm-standby:",
      "49:19: error: design 'active-active2' must be a mapping of what differs from the plan. Write '{}' where nothing differs"
    ),
    // The text itself.
    (
      "  west:\n", "  east:\n",
      "18:3: error: the key 'east' is written twice, first at 17:3. Keep one of them"
    ),
    (
      "lasts: 80min,", "lasts: lognormal(median 80min, sigma 1),",
      "27:60: error: a comma ends a value between braces, 'lognormal(median 80min, sigma 1)' is cut in pieces. Write 'lognormal median 80min sigma 1'"
    ),
    (
      "sites: { west: { keep: data } }", "sites: { west: { keep: dta } }",
      "46:41: error: unknown 'dta' at 'sites.west.keep'. Did you mean 'data'?"
    ),
    (
      "sites: { west: { keep: data } }", "sites: { wets: { keep: data } }",
      "46:27: error: the plan has no site 'wets'. Did you mean 'west'?"
    ),
  ])
  func oneMistake(old: String, new: String, expected: String) {
    let found = planProblems(replacing: old, by: new)
    #expect(found.count == 1 && found[0].hasPrefix("plan.yaml:\(expected)"), "\(new) \(found)")
  }

  /// Five unrelated mistakes in a base that seven designs share.
  @Test func everyMistakeIsFoundInOnePassAndReportedOnce() {
    let broken = wholePlan.replacing("peak: 100rps", with: "peak: 100").replacing("zones: 3", with: "zoness: 3")
      .replacing("ttl: 60s", with: "ttl: soon").replacing("persons: 1", with: "persons: -1")
      .replacing("keep: backups", with: "keep: backup")
    #expect(planProblems(broken).map { $0.split(separator: ":")[1] } == ["8", "17", "36", "42", "45"])
  }
}
