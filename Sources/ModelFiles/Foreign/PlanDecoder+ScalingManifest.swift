internal import Foundation
import ServiceModel

/// `autoscaling: { import: hpa.yaml }`: what an autoscaler's own file says, under the block's own keys.
extension PlanDecoder {
  /// The block without the keys of the file that it imports; as it is where it imports none.
  func withoutManifest(_ block: FieldReader) -> FieldReader {
    guard let entries = block.node.entries, entries.contains(where: { ScalingManifest.keys.contains($0.key) }) else {
      return block
    }
    let own = entries.filter { !ScalingManifest.keys.contains($0.key) }
    return FieldReader(SourceNode(.mapping(own), at: block.node.position), path: block.path, context: context)
  }

  /// Reads what the file says into what holds without it.
  func imported(_ block: FieldReader, replica: ReplicaType, sites: [Site], into scaling: inout Autoscaling) {
    guard let manifest = ScalingManifest(block.node, ratedRPS: replica.ratedRPS) else { return }
    for problem in manifest.problems {
      context.report(at: problem.position, problem.message, remedy: problem.remedy)
    }
    let counts = sites.filter { $0.keep == .serving && $0.rented == nil }.map {
      max(1, $0.node.gpus / max(1, replica.gpus))
    }
    let podsOfNode = counts.min() ?? 1
    if Set(counts).count > 1 {
      block.warning(
        nil, "nodes hold different numbers of pods: \(podsOfNode) of them are counted as one node everywhere",
        remedy: "Write 'sites: { NAME: { minimum: ..., maximum: ... } }' for the others")
    }
    func nodes(_ pods: Int) -> Int { (pods + podsOfNode - 1) / podsOfNode }
    // Kubernetes evaluates every 15 s; AWS' metrics are of a minute.
    let isKubernetes = manifest.kind != "target tracking"
    if isKubernetes { scaling.evaluationSeconds = 15 }
    scaling.minimumNodes = max(1, manifest.minimumPods.map(nodes) ?? scaling.minimumNodes)
    scaling.maximumNodes = manifest.maximumPods.map { max(1, nodes($0)) } ?? scaling.maximumNodes
    scaling.policies = manifest.policies
    var words = "autoscaling is read from a \(manifest.kind): "
    if let least = manifest.minimumPods, let most = manifest.maximumPods {
      words +=
        "\(least) to \(most) pods are \(scaling.minimumNodes) to \(scaling.maximumNodes ?? 0) nodes of \(podsOfNode); "
    }
    interpret(words + (manifest.readings.isEmpty ? "no metric" : manifest.readings.joined(separator: "; ")))
    for remark in manifest.left { interpret("autoscaling, not carried over: \(remark)") }
    let others = ["policies", "preset", "metrics", "scaling_policies"].contains { block.node[$0] != nil }
    if manifest.policies.isEmpty, manifest.problems.isEmpty, !others {
      let reasons = manifest.left.isEmpty ? "" : " (\(manifest.left.joined(separator: "; ")))"
      context.report(
        at: block.node.position, "no metric of the imported autoscaler can be carried over\(reasons)",
        remedy: "Write beside 'import' what it stands for: 'policies: [{ kind: hpa, utilization: 70% }]'")
    }
  }
}
