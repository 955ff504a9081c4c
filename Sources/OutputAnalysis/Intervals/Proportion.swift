internal import Numerics

/// The Wilson score interval of a share, for display.
///
/// Source: E. B. Wilson, Journal of the American Statistical Association 22 (1927) 209.
///
/// - Parameter designEffect: By how much the variance exceeds that of independent trials; the trials are divided by it.
public func wilson(successes: Int, trials: Int, level: Double = 0.95, designEffect: Double = 1) -> Interval {
  precondition(trials > 0 && (0...trials).contains(successes), "\(successes) successes in \(trials) trials")
  precondition(designEffect > 0, "a design effect is positive, not \(designEffect)")
  let n = Double(trials) / designEffect
  let share = Double(successes) / Double(trials)
  let z = normalUpperQuantile(tail(level))
  let scale = 1 + z * z / n
  let middle = (share + z * z / (2 * n)) / scale
  let reach = z / scale * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
  return Interval(
    estimate: share,
    low: successes == 0 ? 0 : max(0, middle - reach),
    high: successes == trials ? 1 : min(1, middle + reach))
}

/// The exact (Clopper-Pearson) interval of a share, for acceptance: never below its level, often above.
public func clopperPearson(successes: Int, trials: Int, level: Double = 0.95) -> Interval {
  precondition(trials > 0 && (0...trials).contains(successes), "\(successes) successes in \(trials) trials")
  return Interval(
    estimate: Double(successes) / Double(trials),
    low: exactLowerBound(successes: successes, trials: trials, level: 1 - tail(level)),
    high: exactUpperBound(successes: successes, trials: trials, level: 1 - tail(level)))
}

/// The exact one-sided upper bound of a share: 1 - (1 - level)^(1/n) where nothing happened in n trials.
public func exactUpperBound(successes: Int, trials: Int, level: Double = 0.95) -> Double {
  precondition(trials > 0 && (0...trials).contains(successes), "\(successes) successes in \(trials) trials")
  guard successes < trials else { return 1 }
  return betaUpperQuantile(1 - level, Double(successes + 1), Double(trials - successes))
}

/// The exact one-sided lower bound of a share.
public func exactLowerBound(successes: Int, trials: Int, level: Double = 0.95) -> Double {
  precondition(trials > 0 && (0...trials).contains(successes), "\(successes) successes in \(trials) trials")
  guard successes > 0 else { return 0 }
  return betaQuantile(1 - level, Double(successes), Double(trials - successes + 1))
}

/// The interval of the share of years that meet an objective, where years come in worlds.
///
/// Years of one world share its traffic and growth, so they count for less than independent years. The design effect is
/// the variance of the share between worlds over the binomial variance, at least 1; the Wilson interval's trials are
/// divided by it. Where all years agree nothing between worlds can be seen and the effect is taken as 1.
///
/// - Parameters:
///   - worlds: For each world the years that meet and the years in all.
///   - isCertain: Whether no random law reaches what is judged: then what was seen is all there is.
public func shareOfYearsInterval(
  _ worlds: [(met: Int, years: Int)], isCertain: Bool = false, level: Double = 0.95
) -> Interval {
  let (met, years) = worlds.reduce((0, 0)) { ($0.0 + $1.met, $0.1 + $1.years) }
  guard !isCertain else { return Interval(exactly: Double(met) / Double(years)) }
  return wilson(successes: met, trials: years, level: level, designEffect: designEffect(worlds))
}

/// The variance of a share over worlds relative to independent years, at least 1; see `shareOfYearsInterval`.
public func designEffect(_ worlds: [(met: Int, years: Int)]) -> Double {
  let met = worlds.reduce(0) { $0 + $1.met }
  let years = worlds.reduce(0) { $0 + $1.years }
  guard worlds.count >= 2, met > 0, met < years else { return 1 }
  let share = Double(met) / Double(years)
  // The linearised variance of a ratio, so that worlds may differ in length.
  let squares = worlds.reduce(0.0) { sum, world in
    let excess = Double(world.met) - share * Double(world.years)
    return sum + excess * excess
  }
  let w = Double(worlds.count)
  return max(1, w / (w - 1) * squares / (share * (1 - share) * Double(years)))
}

/// Half of what a two-sided level leaves out.
func tail(_ level: Double) -> Double {
  precondition(0 < level && level < 1, "a confidence level lies between 0 and 1, \(level) does not")
  return (1 - level) / 2
}
