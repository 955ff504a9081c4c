/// What several plans of tests begin with.
public enum TwoSites {
  /// A service of a hundred requests a second at one of two sites, without noise; designs and failures follow.
  public static let plan = """
    service: small
    begins: 2027-01-01
    objectives: { availability: { at-least: 99%, in: 50% of years } }
    traffic: { peak: 100rps, classes: { chat: { share: 100%, state: { replication: exponential mean 100ms } } } }
    replica: { rated: 10rps, gpus: 8 }
    detect: { probe: 10s, failures: 3 }
    execute: { move-traffic: { by: balancer } }
    sites:
      a: { keep: serving, provider: one, node: { gpus: 8xH100 } }
      b: { keep: nothing, provider: two, node: { gpus: 8xH100 } }

    """
}
