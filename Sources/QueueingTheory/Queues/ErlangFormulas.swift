internal import Foundation
public import Numerics

/// The probability that an arrival is lost in an M/G/c/c system (Erlang B), whatever the law of service.
///
/// - Parameter offeredLoad: The offered load *a = λ/μ*, in erlangs; not negative.
public func erlangB(servers: Int, offeredLoad: Double) -> Double {
  precondition(servers >= 0 && offeredLoad >= 0, "\(offeredLoad) erlangs on \(servers) servers")
  var blocking = 1.0
  for i in 0..<servers { blocking = offeredLoad * blocking / (Double(i + 1) + offeredLoad * blocking) }
  return blocking
}

/// The probability that an arrival waits in an M/M/c queue (Erlang C); 1 where the queue is not stable.
///
/// - Parameter offeredLoad: The offered load *a = λ/μ*, in erlangs; not negative.
public func erlangC(servers: Int, offeredLoad: Double) -> Double {
  erlangC(servers: servers, offeredLoad: offeredLoad, blocking: erlangB(servers: servers, offeredLoad: offeredLoad))
}

private func erlangC(servers: Int, offeredLoad: Double, blocking: Double) -> Double {
  let c = Double(servers)
  return offeredLoad >= c ? 1 : c * blocking / (c - offeredLoad * (1 - blocking))
}

/// The fewest servers whose probability of waiting is at most `waiting`, by Erlang C.
///
/// - Parameter waiting: In 0..<1, exclusive of 0.
public func serversNeeded(offeredLoad: Double, probabilityOfWaiting waiting: Double) -> Int {
  precondition(offeredLoad >= 0 && 0 < waiting && waiting < 1, "\(waiting) at \(offeredLoad) erlangs")
  var servers = 0
  var blocking = 1.0
  while erlangC(servers: servers, offeredLoad: offeredLoad, blocking: blocking) > waiting {
    servers += 1
    blocking = offeredLoad * blocking / (Double(servers) + offeredLoad * blocking)
  }
  return servers
}

/// The fewest servers whose probability of loss is at most `loss`, by Erlang B.
public func serversNeeded(offeredLoad: Double, probabilityOfLoss loss: Double) -> Int {
  precondition(offeredLoad >= 0 && 0 < loss && loss < 1, "\(loss) at \(offeredLoad) erlangs")
  var servers = 0
  var blocking = 1.0
  while blocking > loss {
    servers += 1
    blocking = offeredLoad * blocking / (Double(servers) + offeredLoad * blocking)
  }
  return servers
}

/// The factor β of the square-root rule c = R + β√R for a probability of waiting.
///
/// It solves P(wait) = 1/(1 + βΦ(β)/φ(β)). Source: S. Halfin and W. Whitt, Operations Research 29 (1981) 567.
///
/// - Parameter waiting: Strictly between 0 and 1.
public func halfinWhittFactor(probabilityOfWaiting waiting: Double) throws(NumericalError) -> Double {
  precondition(0 < waiting && waiting < 1, "a probability of waiting lies between 0 and 1, not \(waiting)")
  // Beyond 38 the normal density underflows and the probability of waiting is 0.
  return try findRoot(in: 0...37, tolerance: 1e-14) { beta in
    log1p(beta * normalCDF(beta) / normalDensity(beta)) + log(waiting)
  }
}

/// The servers of the square-root rule, rounded up; verify with `erlangC`, it can be one short.
public func squareRootStaffing(
  offeredLoad: Double, probabilityOfWaiting waiting: Double
) throws(NumericalError) -> Int {
  Int((offeredLoad + (try halfinWhittFactor(probabilityOfWaiting: waiting)) * offeredLoad.squareRoot()).rounded(.up))
}
