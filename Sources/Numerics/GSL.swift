@preconcurrency internal import CGSL

/// GSL's default error handler ends the process. It is switched off once, before the first call,
/// and every result is checked instead.
///
/// Each function of this module that calls GSL touches `gsl` first.
let gslWithoutAborts: Void = { _ = gsl_set_error_handler_off() }()

/// The version of the GNU Scientific Library that runs, such as `2.7.1`.
public let scientificLibraryVersion = String(cString: nines_gsl_version())

/// A failure of a numerical routine: what was asked and why it could not be answered.
public struct NumericalError: Error, Equatable, CustomStringConvertible {
  /// The routine that failed, by the name of the Swift function.
  public let routine: String
  /// Why, in words.
  public let reason: String

  public init(_ routine: String, _ reason: String) {
    self.routine = routine
    self.reason = reason
  }

  public var description: String { "\(routine): \(reason)" }
}

/// GSL's own words for a status code.
func gslMessage(_ status: Int32) -> String { String(cString: gsl_strerror(status)) }

/// The status that GSL's routines return when all is well.
let gslSuccess = Int32(GSL_SUCCESS)
