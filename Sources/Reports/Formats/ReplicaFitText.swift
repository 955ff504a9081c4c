import Foundation
import ServingModel

/// A fitted replica as a piece of a plan: to paste under `replica`, or to import.
public func replicaFitLines(_ fit: ReplicaFit, name: String, gpus: Int, gpu: String, source: String) -> [String] {
  func number(_ value: Double, _ error: Double, _ unit: String) -> String {
    String(format: "%.5g%@ +- %.2g", value, unit, error)
  }
  let parts = fit.iteration
  let errors = fit.standardErrors
  let certainty = [
    "# With standard errors: fixed \(number(parts.fixed * 1e3, errors.fixed * 1e3, "ms")), per-sequence "
      + "\(number(parts.perSequence * 1e3, errors.perSequence * 1e3, "ms")), per-kv-token "
      + "\(number(parts.perKVToken * 1e6, errors.perKVToken * 1e6, "us")), per-prefill-token "
      + "\(number(parts.perPrefillToken * 1e3, errors.perPrefillToken * 1e3, "ms")).",
    "# Batch and cache grow together in most tables, so per-sequence and per-kv-token belong together.",
  ]
  return [
    "# Fitted to \(fit.points) points of \(source): mean error \(percent(fit.meanError)), largest \(percent(fit.largestError))."
  ] + certainty + [
    "name: \(name)",
    "gpus: \(gpus)x\(gpu)",
    "iteration: { fixed: \(short(parts.fixed * 1e3))ms, per-sequence: \(short(parts.perSequence * 1e3))ms, per-kv-token: "
      + "\(short(parts.perKVToken * 1e6))us, per-prefill-token: \(short(parts.perPrefillToken * 1e3))ms }  # source: \(source)",
    "batch: \(Int(fit.batches.upperBound))  # source: the largest batch that was measured",
    "fitted: { up-to: \(Int(fit.batches.upperBound)) requests, prompt-up-to: \(Int(fit.longestPrompt)) tokens, "
      + "output-up-to: \(Int(fit.longestOutput)) tokens, points: \(fit.points), error: \(percent(fit.meanError).replacing(" ", with: "")) }",
  ]
}

private func percent(_ share: Double) -> String { String(format: "%.1f %%", share * 100) }

private func short(_ value: Double) -> String { String(format: "%.6g", value) }
