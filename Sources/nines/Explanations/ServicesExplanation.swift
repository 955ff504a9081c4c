import Foundation
import ServiceModel

/// What several services ask of the fleet that they share; nil where one has it.
func servicesExplanation(_ service: Service) -> [String]? {
  guard let mix = service.traffic.mix else { return nil }
  let apart = mix.ownPeakGPUs.reduce(0, +)
  let lines = mix.services.indices.map { index -> String in
    let own = mix.services[index]
    let pools = own.pools.map { pool in
      (own.pools.count > 1 ? "\(pool.name) " : "")
        + "\(pool.gpus == 1 ? "1 GPU" : "\(pool.gpus) GPUs") at \(short(pool.ratedRPS)) requests/s"
    }
    return
      "service \(own.name): peak \(short(own.traffic.peakRPS)) requests/s, \(short(own.gpuSeconds)) GPU-seconds each "
      + "(\(pools.joined(separator: ", then "))): \(short(mix.ownPeakGPUs[index])) GPUs at its own peak, "
      + "\(short(mix.gpusAtPeak[index])) at that of all; \(short(mix.shares[index] * 100)) % of the GPU time; "
      + "priority \(own.priority)" + (own.deadlineSeconds.map { ", may wait \(lengthOfTime($0))" } ?? "")
  }
  return lines + [
    "requirement: \(service.requirementReplicas) GPUs for the peak of all services together, \(short(mix.peakGPUs)) busy "
      + "(P99.9 of five minutes); their own peaks sum to \(short(apart)), "
      + "of which \(short((1 - mix.peakGPUs / apart) * 100)) % are never busy at once; buffer "
      + "\(short(service.sizing.buffer * 100)) % of it"
  ]
}

/// Which whole replicas the nodes of a site hold at the peak of all services, and what the loss of a node takes.
func placementExplanation(_ site: Site, _ service: Service) -> [String] {
  guard site.keep.runsNodes, let placement = service.placement(at: site) else { return [] }
  // Of nodes with as many kinds the first.
  func kinds(_ node: [Int]) -> Int { node.count { $0 > 0 } }
  guard let most = placement.onNode.map(kinds).max(), let node = placement.onNode.first(where: { kinds($0) == most })
  else { return [] }
  func words(_ counts: [Int]) -> String {
    zip(placement.lots, counts).filter { $1 > 0 }.map { "\($1) of \($0.name)" }.joined(separator: ", ")
  }
  let missing = words(placement.unplaced)
  return [
    "    replicas at the peak of all: \(words(placement.lots.map(\.replicas))); one of its nodes holds \(words(node)), "
      + "which its loss takes" + (missing.isEmpty ? "" : "; no room for \(missing)")
  ]
}

private func short(_ value: Double) -> String {
  String(format: abs(value) < 1000 ? "%.4g" : "%.0f", value)
}
