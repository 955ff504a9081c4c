internal import Intake
import ServiceModel

/// What comes afterwards, and what stands before.
extension RunbookFacts {
  var over: [Runbook.Block] {
    let objectives = service.objectives
    return [
      .list([
        "Users are served again when \(Wording.percent(1 - objectives.outageTolerance)) of demand is answered and that has held for "
          + "\(Wording.duration(objectives.holdSeconds)).",
        "It is whole when all demand is answered, redundancy is back and the validation has passed.",
      ])
    ]
  }

  var wayBack: [Runbook.Block] {
    guard hasFailover else { return [] }
    let back = service.failback
    guard let after = back.afterSeconds else {
      return [.list(["Traffic stays where it is: the sites have changed roles."])]
    }
    var items = [
      "The lost site must be well for \(Wording.duration(after)) before its traffic returns"
        + (back.atHour.map { ", at \(nearestWhole($0)):00" } ?? "") + "."
    ]
    if back.rejoinSeconds > 0 {
      items.append("A serving site takes its share again after \(Wording.duration(back.rejoinSeconds)) of health.")
    }
    if back.fails > 0 {
      items.append(
        "A return fails in \(Wording.percent(back.fails)) of cases and is rolled back in \(Wording.duration(back.rollBackSeconds)); try again a day later."
      )
    }
    if back.holdDownSeconds > 0 {
      items.append("For \(Wording.duration(back.holdDownSeconds)) afterwards no other failover of it begins.")
    }
    return [.list(items)]
  }

  // MARK: Drills

  var drills: [Runbook.Block] {
    guard hasFailover, !service.drills.isEmpty else { return [] }
    let looked = service.failures.filter { !$0.found.isEmpty }.map(\.name)
    func mustShow(_ drill: Drill) -> String {
      let promised = service.objectives.recovery.filter { $0.scope.rawValue == drill.name }.map {
        "users served within \(Wording.duration($0.withinSeconds)) of the fault"
      }
      let first = promised.isEmpty ? ["that every step above works, and how long it takes"] : promised
      return (first + (looked.isEmpty ? [] : ["nothing of: \(looked.joined(separator: ", "))"])).joined(separator: "; ")
    }
    return [
      .table(
        heads: ["Drill", "A year", "People", "Hours", "Must show"],
        rows: service.drills.map { drill in
          [
            drill.name, Wording.significant(drill.perYear), Wording.significant(drill.people),
            Wording.significant(drill.hours),
            mustShow(drill),
          ]
        })
    ]
  }

  // MARK: Fleet

  var fleet: [Runbook.Block] {
    let rows = service.sites.filter { $0.keep > .nothing }.map { site -> [String] in
      let standing = site.keep.runsNodes ? service.standingNodes(at: site) : 0
      let grown = max(standing, service.failoverNodes(at: site))
      return [
        site.name, [site.provider, site.region].filter { !$0.isEmpty }.joined(separator: " "), site.keep.rawValue,
        "\(site.node.gpus) x \(site.node.gpuModel)", String(standing), String(grown),
        String(service.reservedNodes(at: site)),
      ]
    }
    var blocks: [Runbook.Block] = [
      .table(
        heads: ["Site", "Where", "Keeps", "Node", "Nodes that stand", "Nodes after a failover", "Nodes reserved"],
        rows: rows)
    ]
    let move = service.execution.move
    if move.mechanism.hasTimeToLive, hasFailover {
      blocks.append(
        .fragment(
          language: "text",
          text:
            "; the record that moves users\n\(service.name)  \(nearestWhole(move.ttlSeconds))  IN  CNAME  \(serving[0].name)\n"
        ))
    }
    if let scaling = service.autoscaling, let site = serving.first {
      blocks += scalingFragments(scaling.at(site.name), at: site)
    }
    return blocks
  }

  // MARK: Open

  var open: [Runbook.Block] {
    var items = ["Who owns each step, and how to reach them: the plan has no names."]
    let unlimited = takeoverSteps.filter { $0.limitSeconds == nil }.map(\.name)
    if hasFailover, !unlimited.isEmpty {
      items.append("After how long these steps have failed: \(unlimited.joined(separator: ", ")) (write 'limit').")
    }
    if hasFailover, service.drills.isEmpty { items.append("No drill is planned (write 'drills').") }
    if hasFailover, service.execution.works < 1, service.execution.otherwise.mean == 0 {
      items.append("How long people take by hand (write 'execute.otherwise').")
    }
    let stateful = service.traffic.classes.filter { $0.state == .stateless }.map(\.name)
    if !stateful.isEmpty {
      items.append(
        "Classes that keep no state lose nothing by the plan: \(stateful.joined(separator: ", ")). Is that so?")
    }
    return [.list(items)]
  }
}
