@testable import ModelFiles

/// A plan with seven designs in which every block is used; mistakes are made by replacing a piece of it.
let wholePlan = """
  service: chat
  begins: 2027-01-01
  objectives:
    availability: { of: requests, at-least: 99.9%, in: 90% of years }
    recovery: { region: 15min, in: 95% of outages }
    data-loss: { chat: 1s, in: 95% of failovers }
  traffic:
    peak: 100rps
    day: { 0h: 45%, 10h: 90%, 15h: 100% }
    week: { mon: 100%, tue: 100%, wed: 100%, thu: 100%, fri: 95%, sat: 75%, sun: 75% }
    noise: { cv: 5%, correlation: 30min }
    classes:
      chat: { share: 60%, state: { replication: exponential mean 100ms } }
      batch: { share: 40%, state: none }
  replica: { name: m, rated: 9rps, gpus: 4, start: { boot: 3min, image: 20GB, weights: 70GB, load: 60s } }
  sites:
    east: { keep: serving, zones: 3, node: { gpus: 8xH100, price: $55/h }, fetch: 100Gbps }
    west:
      keep: nothing
      quota: 90 nodes
      node: { gpus: 8xH100, price: $98/h }
  buffer: 25% of requirement
  acquire:
    calm: { refused: 5%, wait: 6min }
    rush: { refused: [15%, 35%, 70%], wait: 12min, lasts: 2h }
  failures:
    region: { scope: region, per-year: [0.3, 0.8, 2], lasts: 80min, shows-as: { refused: 60%, silent: 40% } }
    control: { scope: region, per-year: 1, lasts: 3h, blocks: [acquire], sites: [east] }
    node: { scope: node, every: exponential mean 264d, lasts: 12min }
  detect: { probe: 10s, probe-timeout: 5s, failures: 3, vantage: 2 of 3 }
  decide: { by: automatic, pre-check: 30s, person: 11min }
  execute:
    steps:
      promote: { takes: 20s }
      warm: { takes: 60s, after: [promote], needs: [traffic-change] }
    move-traffic: { by: dns, ttl: 60s, after: [warm, capacity], needs: [traffic-change], controlled-by: west }
    works: 95%
    otherwise: 1h
  failback: { after: 4h, at: 3h }
  prices:
    user-egress: { per-request: 53kB, tiers: { 10TB: $0.09/GB, 50TB: $0.085/GB, above: $0.05/GB } }
    labour: { person-year: $250000/y, persons: 1 }
  designs:
    single-site: { prices: { labour: { persons: 0 } } }
    backup-and-restore: { sites: { west: { keep: backups } }, decide: { by: person } }
    pilot-light: { sites: { west: { keep: data } } }
    pilot-light-reserved: { sites: { west: { keep: data, reserved: 100% } } }
    warm-standby: { sites: { west: { keep: warm, size: 30% of production } } }
    hot-standby: { sites: { west: { keep: warm } } }
    active-active: { sites: { west: { keep: serving } } }

  """

/// The problems of the whole plan after a replacement, one line each, in the order of the file.
func planProblems(replacing old: String, by new: String) -> [String] {
  planProblems(wholePlan.replacing(old, with: new, maxReplacements: 1))
}

func planProblems(_ text: String, designs: [String]? = nil) -> [String] {
  do {
    return try PlanFile(text: text, name: "plan.yaml", designs: designs).warnings.map(\.headline)
  } catch {
    return error.inFileOrder.map(\.headline)
  }
}
