/// The plan that `nines init` writes: short enough to read at once, complete enough to compare.
let starterPlan = """
  # A first plan: one site that serves, one that can take over. Every number has a unit; write [low, mid, high]
  # where nobody is sure; say 'assumed' or 'source: ...' in a comment.
  service: my-api
  begins: 2027-01-01

  objectives:
    availability: { of: requests, at-least: 99.9%, in: 90% of years }
    recovery: { region: 15min, in: 95% of outages }

  traffic:
    peak: 200rps                        # assumed
    day: { 0h: 45%, 5h: 30%, 10h: 90%, 15h: 100%, 20h: 75% }   # assumed

  replica:
    name: my model
    rated: 9rps                         # assumed: requests a second at which a replica holds the latency objective
    gpus: 4
    start: { boot: 3min, image: 20GB, weights: 70GB, load: 60s, initialise: 150s }   # assumed

  sites:
    main:
      provider: aws
      zones: 3
      keep: serving
      node: { gpus: 8xH100, price: $55.04/h, basis: list, as-of: 2026-07-09 }
      fetch: 100Gbps                    # assumed
    other:
      provider: azure
      zones: 3
      keep: nothing
      node: { gpus: 8xH100, price: $98.32/h, basis: list, as-of: 2026-11-09 }
      fetch: 100Gbps                    # assumed

  buffer: 25% of requirement

  acquire:                              # capacity that nobody reserved
    calm: { refused: 5%, wait: 6min }   # assumed
    rush: { refused: [15%, 35%, 70%], wait: 12min, lasts: lognormal median 150min sigma 0.8 }   # assumed

  failures:
    node: { scope: node, every: exponential mean 264d, lasts: lognormal median 15min sigma 1.0 }
    region: { scope: region, per-year: [0.3, 0.8, 2], lasts: lognormal median 80min sigma 1.1 }   # assumed
    release: { scope: everywhere, per-year: [1, 2, 6], lasts: lognormal median 9min sigma 1.0 }   # assumed

  detect: { probe: 10s, probe-timeout: 5s, failures: 3, vantage: 2 of 3 }
  decide: { by: automatic, pre-check: 30s, person: lognormal median 11min sigma 0.7 }
  execute:
    steps:
      promote-data: { takes: 20s }
    restore-data: lognormal median 45min sigma 0.5
    backup-every: 1h
    move-traffic: { by: dns, ttl: 60s, ignore-ttl: 3%, ignore-for: 30min }
    works: 95%
    otherwise: lognormal median 60min sigma 1.0
  failback: { after: 4h, at: 3h, rejoin: 10min }

  designs:
    single-site: {}
    backup-and-restore: { sites: { other: { keep: backups } }, decide: { by: person } }
    pilot-light: { sites: { other: { keep: data } } }
    warm-standby: { sites: { other: { keep: warm, size: 30% of production } } }
    hot-standby: { sites: { other: { keep: warm } } }
    active-active: { sites: { other: { keep: serving } } }

  """
