import ArgumentParser
import Dispatch
import Foundation

/// Runs work that an interrupt from the keyboard cancels; nothing half-done is left behind.
func interruptible<Result: Sendable>(_ work: @escaping @Sendable () async throws -> Result) async throws -> Result {
  let task = Task { try await work() }
  signal(SIGINT, SIG_IGN)
  let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
  source.setEventHandler { task.cancel() }
  source.resume()
  defer { source.cancel() }
  do {
    return try await task.value
  } catch is CancellationError {
    Terminal.printError("interrupted: nothing was written")
    throw ExitCode.interrupted
  }
}
