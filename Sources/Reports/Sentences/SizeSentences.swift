import OutputAnalysis

/// What is said of a fleet beside the answer, each sentence with the condition under which it is true.
enum SizeSentences {
  /// An objective of another kind than availability: its words, the share that keeps it, what is asked, and the verdict.
  typealias Other = (text: String, share: Double?, required: Double, verdict: Verdict)

  /// The answer is sized by availability alone; nil where it misses nothing else and nothing else is open.
  static func unkept(_ others: [Other]) -> String? {
    func said(_ verdict: Verdict) -> [String] {
      others.filter { $0.verdict == verdict }.map { other in
        let share = other.share.map { "\(Wording.percent($0)) where " } ?? ""
        return "\(other.text) (\(share)\(Wording.percent(other.required)) is asked)"
      }
    }
    let (missed, open) = (said(.misses), said(.undecided))
    guard !missed.isEmpty || !open.isEmpty else { return nil }
    let parts =
      (missed.isEmpty ? [] : ["this fleet misses \(missed.joined(separator: ", "))"])
      + (open.isEmpty ? [] : ["at this number of years it is undecided on \(open.joined(separator: ", "))"])
    return "Sized by availability alone. Of what else the plan promises \(parts.joined(separator: "; "))."
      + (missed.isEmpty
        ? " 'nines compare' judges every objective."
        : " 'nines compare' judges every objective, 'nines plan' searches for a design that keeps them all.")
  }

  /// That no fleet is the answer: because each misses, or because the years do not tell of some.
  static func withoutAnswer(_ verdicts: [Verdict], isCutByQuota: Bool) -> String {
    let quota = isCutByQuota ? "; a quota ends it" : ""
    guard verdicts.contains(where: { $0 != .misses }) else {
      return "no fleet of the ladder meets the objective\(quota)."
    }
    return "the years do not decide whether a fleet of the ladder meets the objective\(quota). More --replications may."
  }
}
