public import Workbooks

/// The name of the workbook in a directory of results.
public let workbookName = "review.xlsx"

/// A cost review as a workbook whose amounts are formulas: a changed price moves every total to the cent.
///
/// - Parameters:
///   - repricing: The designs at the plan's prices.
///   - json: The text of `result.json`.
///   - assumptions: The text of `assumptions.csv`.
/// - Throws: `StoredResultError` where one of them is not as a comparison writes it.
public func costWorkbook(
  _ repricing: Repricing, json: String, assumptions: String, outages: LargestOutages
) throws(StoredResultError) -> Workbook {
  let book = CostBook(repricing)
  let review = try StoredReview(json: json)
  let usage = UsageSheet(book)
  let summary = SummarySheet(book, usage: usage, review: review)
  let designs = DesignSheet(book, usage: usage, summary: summary)
  let prices = PriceSheet(book)
  var workbook = Workbook(
    title: "Cost review: \(repricing.result.model)", subject: "Designs for disaster recovery, priced line by line")
  workbook.sheets = [
    summary.sheet(designs), designs.sheet, MonthSheet(book, usage: usage).sheet, prices.sheet, usage.sheet,
    AssumptionSheet(table: try CSVReading(assumptions)).sheet, OutageSheet(review: review, outages: outages).sheet,
  ]
  workbook.names = prices.names + SummarySheet.names
  return workbook
}
