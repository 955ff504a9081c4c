@preconcurrency internal import CGSL

/// The solution *x* of *A x = b*, by LU decomposition with partial pivoting.
///
/// LU loses relative accuracy in components that are tiny beside the others; steady states of Markov chains use state
/// reduction instead and are cross-checked here.
///
/// - Parameters:
///   - matrix: *A*, square, by rows.
///   - rightHandSide: *b*, one entry a row.
/// - Throws: `NumericalError` where the matrix is singular.
public func solveLinearSystem(_ matrix: [[Double]], _ rightHandSide: [Double]) throws(NumericalError) -> [Double] {
  gslWithoutAborts
  let size = rightHandSide.count
  guard size > 0, matrix.count == size, matrix.allSatisfy({ $0.count == size }) else {
    throw NumericalError("solveLinearSystem", "the matrix must be square and as large as the right-hand side")
  }
  guard let a = gsl_matrix_alloc(size, size) else { throw NumericalError("solveLinearSystem", "out of memory") }
  defer { gsl_matrix_free(a) }
  guard let b = gsl_vector_alloc(size) else { throw NumericalError("solveLinearSystem", "out of memory") }
  defer { gsl_vector_free(b) }
  guard let permutation = gsl_permutation_alloc(size) else {
    throw NumericalError("solveLinearSystem", "out of memory")
  }
  defer { gsl_permutation_free(permutation) }
  for row in 0..<size {
    gsl_vector_set(b, row, rightHandSide[row])
    for column in 0..<size { gsl_matrix_set(a, row, column, matrix[row][column]) }
  }
  var sign: Int32 = 0
  var status = gsl_linalg_LU_decomp(a, permutation, &sign)
  if status == gslSuccess { status = gsl_linalg_LU_svx(a, permutation, b) }
  guard status == gslSuccess else { throw NumericalError("solveLinearSystem", gslMessage(status)) }
  let solution = (0..<size).map { gsl_vector_get(b, $0) }
  guard solution.allSatisfy(\.isFinite) else { throw NumericalError("solveLinearSystem", "the matrix is singular") }
  return solution
}
