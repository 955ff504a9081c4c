/// Where the service runs and where it could.
extension StarterPlan {
  var sites: [String] {
    var lines = ["sites:"]
    lines += site("main", 0, keep: "serving")
    lines += site("other", 1, keep: "nothing")
    if kind == .rented {
      lines += [
        "  api:                                # a model that somebody else serves", "    keep: nothing",
        "    rented: { prompt: $0.9/Mtok, output: $0.9/Mtok, limit: \(answers.peak), worth: 90% }   # assumed",
      ]
    }
    return lines + [""]
  }

  private func site(_ name: String, _ index: Int, keep: String) -> [String] {
    let (cloud, gpu) = (answers.clouds[index], answers.gpus[index])
    var lines = ["  \(name):", "    provider: \(cloud == StarterAnswers.own ? "own-machines" : cloud)"]
    // Two regions of one cloud are two regions; a room of one's own has no zones.
    lines += [
      "    zones: \(cloud == StarterAnswers.own ? 1 : 3)                            # assumed", "    keep: \(keep)",
    ]
    if gpu != answers.gpus[0] {
      lines.append("    throughput: 100% of rated         # assumed: measure the \(gpu) against the \(answers.gpus[0])")
    } else if cloud != answers.clouds[0] {
      lines.append("    throughput: 95% of rated          # assumed: drivers and hosts differ between providers")
    }
    if let node = StarterNode.entry(gpu, at: cloud) {
      lines += ["    node:", "      gpus: \(node.gpus)x\(gpu)"] + node.lines.map { "      \($0)" }
    } else {
      // What stands in one's own room is refused by nobody when a region is lost.
      if index > 0 {
        lines.append("    reserved: 100%                    # machines of one's own are there at a failover")
      }
      lines += owned(gpu)
    }
    return lines + ["    fetch: 100Gbps                    # assumed: shared by all nodes that start"]
  }

  /// Machines of one's own: what they cost, and by the hour what a further one would.
  private func owned(_ gpu: String) -> [String] {
    [
      "    node: { gpus: 8x\(gpu), price: $15.17/h, basis: assumed }   # assumed: what the line below comes to in an hour",
      "    owned:                            # source: second-hand list prices of 8 H100, 2024; CBRE H2 2024; EIA April 2025",
      "      nodes: \(ownedNodes)                        # the fleet of this plan",
      "      capex: $330000                  # assumed for other GPUs than the H100",
      "      life: 4y                        # assumed",
      "      residual: 15%                   # assumed", "      capital: 8%                     # assumed",
      "      support: 5%                     # assumed", "      contracted: 10.2kW",
      "      colocation: $184.06/kW-month",
      "      busy: 7kW                       # assumed", "      idle: 3kW                       # assumed",
      "      pue: 1.56", "      power: $0.09/kWh",
    ]
  }
}
