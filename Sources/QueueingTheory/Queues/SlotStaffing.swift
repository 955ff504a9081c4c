public import Numerics

/// The slots with which few requests wait, where a replica serves several at once: c = a + β√(z a), rounded up.
///
/// The square-root rule on slots instead of servers; a request in a batch is a request in a slot. Arrivals whose counts have
/// an index of dispersion z need √z times the room, because the number in the system varies so much more. Sources: S. Halfin
/// and W. Whitt, Operations Research 29 (1981) 567; S. Eick, W. Massey, W. Whitt, Operations Research 41 (1993) 731.
///
/// - Parameters:
///   - offeredLoad: Mean number of busy slots, in erlangs.
///   - dispersion: Variance over mean of arrivals during a stay; 1 for a Poisson process.
public func slotsNeeded(
  offeredLoad: Double, probabilityOfWaiting waiting: Double, dispersion: Double = 1
) throws(NumericalError) -> Int {
  precondition(offeredLoad >= 0 && dispersion > 0, "\(offeredLoad) erlangs, dispersion \(dispersion)")
  let beta = try halfinWhittFactor(probabilityOfWaiting: waiting)
  return Int((offeredLoad + beta * (dispersion * offeredLoad).squareRoot() - 1e-9).rounded(.up))
}
