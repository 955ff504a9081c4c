/// Answers that are given and are not as good as they should be, in millionths of a request a second.
struct AnswerRates: Sendable {
  /// Whose first token comes later than each limit.
  var late: (Int64, Int64) = (0, 0)
  /// Whether the objectives' percentiles are missed at this instant.
  var isLate: (Bool, Bool) = (false, false)
  /// Given by pools whose load moves while what is offered is near what they can answer: there a fluid says least of a pool.
  var nearSaturation: Int64 = 0
  /// Of lesser worth, and what they are worth less than ordinary ones.
  var degraded: Int64 = 0
  var worthLost: Int64 = 0
  /// Given by models that are rented by the token.
  var rented: Int64 = 0
}

/// Requests that may wait, in millionths of a request a second.
struct WaitingRates: Sendable {
  /// Of the unanswered, those that are put off.
  var deferred: Int64 = 0
  /// How fast those who wait are served.
  var drained: Int64 = 0
  /// How fast those fail who have waited too long.
  var expired: Int64 = 0
}
