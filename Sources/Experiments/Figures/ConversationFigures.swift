import FailoverSimulation
import OutputAnalysis
import ServiceModel

/// What failovers do to conversations, in a year.
public struct ConversationFigures: Sendable {
  /// Conversations that went on without part of their history.
  public let cut: (estimate: Estimate, mean: Double)
  /// Conversations that could not be resumed.
  public let lost: (estimate: Estimate, mean: Double)
  /// Changes that met another one to the same state, of which one is lost.
  public let conflicting: (estimate: Estimate, mean: Double)

  /// nil where no class of traffic has state.
  init?(_ record: DesignRecord) {
    guard record.service.traffic.classes.contains(where: { $0.state != .stateless }) else { return nil }
    func figure(_ figure: YearFigure) -> (Estimate, Double) {
      let means = record.worlds.map { record.service.horizon.perYear($0.mean(figure)) }
      return (.interval(meanInterval(means, of: .amount)), means.reduce(0, +) / Double(means.count))
    }
    cut = figure(.conversationsCut)
    lost = figure(.conversationsLost)
    conflicting = figure(.conflictingChanges)
  }
}
