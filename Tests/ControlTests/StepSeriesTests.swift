import EventKernel
import Foundation
import ServiceModel
import Stochastics
import TestSupport
import Testing

@testable import Control

/// Every policy follows its original step by step: series of `Fixtures/autoscalers.py`, a literal program that was written
/// from the documented algorithms and knows nothing of Nines.
@Suite struct StepSeriesTests {
  struct Series: CustomTestStringConvertible, Sendable {
    var policy: String
    var load: String
    var every: Double
    var loads: [Double]
    var nodes: [Int32]
    var testDescription: String { "\(policy) on \(load)" }
  }

  static let all: [Series] = {
    let file = Checkout.tests("ControlTests/Fixtures/autoscalers.csv")
    let lines = ((try? String(contentsOf: file, encoding: .utf8)) ?? "").split(separator: "\n")
    return lines.filter { !$0.hasPrefix("#") }.dropFirst().map { line in
      let cells = line.split(separator: ",")
      return Series(
        policy: String(cells[0]), load: String(cells[1]), every: Double(cells[2]) ?? .nan,
        loads: cells[3].split(separator: " ").compactMap { Double($0) },
        nodes: cells[4].split(separator: " ").compactMap { Int32($0) })
    }
  }()

  private func policies(_ name: String) -> [ScalingPolicy] {
    typealias Behaviour = HorizontalPodScaling.Behaviour
    func pods(_ up: Behaviour? = nil, _ down: Behaviour? = nil) -> [ScalingPolicy] {
      [.horizontalPod(HorizontalPodScaling(target: .requestRate(7), up: up, down: down))]
    }
    switch name {
    case "aws":
      return [.target(TargetTracking(utilization: 0.7, scaleOutCooldownSeconds: 180, scaleInCooldownSeconds: 300))]
    case "steps":
      return [
        .threshold(
          ThresholdPolicy(name: "out", metric: .utilization(0.75), step: 2, holdSeconds: 120, cooldownSeconds: 300)),
        .threshold(ThresholdPolicy(name: "in", metric: .utilization(0.3), direction: .in, cooldownSeconds: 180)),
      ]
    case "hpa-plain": return pods()
    case "hpa-default-behaviour": return pods(.up)
    case "hpa-slow":
      return pods(
        Behaviour(
          stabilisationSeconds: 60,
          limits: [.init(.pods(3), periodSeconds: 60), .init(.percent(50), periodSeconds: 120)],
          selection: .min),
        Behaviour(
          stabilisationSeconds: 120,
          limits: [.init(.percent(20), periodSeconds: 60), .init(.pods(2), periodSeconds: 45)]))
    case "hpa-only-up":
      return pods(nil, Behaviour(stabilisationSeconds: 0, limits: Behaviour.down.limits, selection: .disabled))
    case "knative":
      return [.knative(KnativeScaling(target: .requestRate(7), stableSeconds: 60, panicSeconds: 6))]
    case "ongoing":
      return [
        .ongoing(OngoingRequests(perReplica: 7, lookBackSeconds: 0, upDelaySeconds: 30, downDelaySeconds: 120))
      ]
    default: return []
    }
  }

  @Test(arguments: all)
  func everyStepIsThatOfTheOriginal(series: Series) throws {
    let scaling = Autoscaling(
      evaluationSeconds: series.every, responseSeconds: 1, policies: policies(series.policy), minimumNodes: 2,
      maximumNodes: 60, startLag: .constant(0))
    var trace = ScalingTrace(scaling, nodes: 10)
    trace.run(until: Double(series.loads.count - 1) * series.every) { seconds in
      series.loads[min(max(0, Int((seconds / series.every).rounded(.down))), series.loads.count - 1)]
    }
    var (nodes, steps): (Int32, ArraySlice) = (10, trace.steps[...])
    let found = series.loads.indices.map { k in
      if let step = steps.first, step.at == Double(k) * series.every {
        nodes = step.nodes
        steps.removeFirst()
      }
      return nodes
    }
    #expect(found.count == series.nodes.count && Set(series.nodes).count > 2)
    let different = series.nodes.indices.filter { found[$0] != series.nodes[$0] }
    let first = different.first.map { "\($0): \(found[$0]), not \(series.nodes[$0])" } ?? ""
    #expect(different.isEmpty, "\(different.count) of \(found.count) steps differ, first \(first)")
  }

  @Test func theTableHasEveryPolicyThatRemembers() {
    #expect(Set(Self.all.map(\.policy)).count == 8 && Self.all.count == 24)
  }
}
