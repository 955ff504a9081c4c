@preconcurrency internal import Cxlsxwriter
import Foundation

/// Why a workbook could not be made.
public struct WorkbookError: Error, Equatable, Sendable, CustomStringConvertible {
  public let description: String
}

extension Workbook {
  /// The bytes of the file, the same for equal values.
  ///
  /// - Parameter path: A place at which nothing is, for a moment; the library writes to files only.
  /// - Throws: `WorkbookError` where the disk takes nothing, or a sheet holds what no workbook can.
  public func bytes(through path: String) throws(WorkbookError) -> [UInt8] {
    defer { try? FileManager.default.removeItem(atPath: path) }
    guard let book = workbook_new(path) else { throw WorkbookError(description: "there is no memory for a workbook") }
    var writing = WorkbookWriting(book: book)
    do {
      try writing.write(self)
    } catch {
      // Closing is what frees it; the file is taken away behind us.
      _ = workbook_close(book)
      throw error
    }
    try check(workbook_close(book), "the file")
    guard let data = FileManager.default.contents(atPath: path) else {
      throw WorkbookError(description: "what was written to '\(path)' cannot be read back")
    }
    return Array(data)
  }
}

func check(_ code: lxw_error, _ what: @autoclosure () -> String) throws(WorkbookError) {
  guard code != LXW_NO_ERROR else { return }
  throw WorkbookError(description: "\(what()): \(String(cString: lxw_strerror(code)))")
}

/// A workbook under way in the library.
struct WorkbookWriting {
  typealias Book = UnsafeMutablePointer<lxw_workbook>
  typealias Page = UnsafeMutablePointer<lxw_worksheet>
  let book: Book
  private var formats: [Style: UnsafeMutablePointer<lxw_format>] = [:]

  init(book: Book) { self.book = book }

  mutating func write(_ workbook: Workbook) throws(WorkbookError) {
    try describe(workbook)
    for sheet in workbook.sheets { try write(sheet) }
    for (name, reference) in workbook.names {
      // The library takes spaces, and spreadsheets then do not take the file.
      guard name.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_.]*/) != nil else {
        throw WorkbookError(description: "'\(name)' is no name of a cell")
      }
      try check(workbook_define_name(book, name, "=" + reference), "the name '\(name)'")
    }
  }

  /// An instant of its own would make two files of one value differ.
  private func describe(_ workbook: Workbook) throws(WorkbookError) {
    var properties = lxw_doc_properties()
    properties.created = 946_684_800
    let (title, subject) = (strdup(workbook.title), strdup(workbook.subject))
    defer {
      free(title)
      free(subject)
    }
    (properties.title, properties.subject) = (title, subject)
    try check(workbook_set_properties(book, &properties), "the properties")
  }

  private mutating func write(_ sheet: Sheet) throws(WorkbookError) {
    guard let page = workbook_add_worksheet(book, sheet.name) else {
      throw WorkbookError(description: "no sheet can be called '\(sheet.name)'")
    }
    for (number, width) in sheet.widths.enumerated() {
      let column = UInt16(number)
      try check(worksheet_set_column(page, column, column, width, nil), "a column of '\(sheet.name)'")
    }
    // By rows, for the order of texts in the file is that in which they come.
    let places = sheet.cells.keys.sorted { ($0.row, $0.column) < ($1.row, $1.column) }
    for place in places {
      guard let cell = sheet.cells[place] else { continue }
      try check(write(cell, at: place, on: page), "\(place.text) of '\(sheet.name)'")
    }
    // Headings of several words stand on several lines.
    for row in Set(sheet.cells.filter { $0.value.style.kind == .heading }.map(\.key.row)).sorted() {
      try check(worksheet_set_row(page, UInt32(row), 42, nil), "a heading of '\(sheet.name)'")
    }
    try lay(out: sheet, on: page)
    for chart in sheet.drawnCharts { try insert(chart, on: page) }
  }

  private mutating func write(_ cell: Cell, at place: Place, on page: Page) -> lxw_error {
    let (row, column) = (UInt32(place.row), UInt16(place.column))
    let format = format(of: cell.style)
    switch cell.value {
    case .empty: return worksheet_write_blank(page, row, column, format)
    case .text(let text): return worksheet_write_string(page, row, column, WorkbookWriting.fitting(text), format)
    case .number(let number): return worksheet_write_number(page, row, column, number, format)
    // Spreadsheets count days from the last of 1899.
    case .day(let days): return worksheet_write_number(page, row, column, Double(days + 25_569), format)
    case .formula(let text, .number(let result)):
      return worksheet_write_formula_num(page, row, column, "=" + text, format, result)
    case .formula(let text, .text(let result)):
      return worksheet_write_formula_str(page, row, column, "=" + text, format, result)
    }
  }

  /// A cell holds 32,767 characters.
  private static func fitting(_ text: String) -> String {
    text.utf16.count <= 32_767 ? text : text.prefix(16_000) + " ..."
  }

  private func lay(out sheet: Sheet, on page: Page) throws(WorkbookError) {
    if sheet.frozen != Place(0, 0) {
      worksheet_freeze_panes(page, UInt32(sheet.frozen.row), UInt16(sheet.frozen.column))
    }
    if let rows = sheet.repeated {
      try check(worksheet_repeat_rows(page, UInt32(rows.lowerBound), UInt32(rows.upperBound)), "repeated rows")
    }
    if let area = sheet.filtered {
      try check(
        worksheet_autofilter(
          page, UInt32(area.first.row), UInt16(area.first.column), UInt32(area.last.row), UInt16(area.last.column)),
        "the filter of '\(sheet.name)'")
    }
    for (place, words) in sheet.choices { try offer(words, at: place, on: page) }
    let used = sheet.used.last
    try check(worksheet_print_area(page, 0, 0, UInt32(used.row), UInt16(used.column)), "the print area")
    worksheet_set_landscape(page)
    worksheet_set_paper(page, 9)
    worksheet_fit_to_pages(page, 1, 0)
    try check(worksheet_set_footer(page, "&L&A&RPage &P of &N"), "the footer")
  }

  private func offer(_ words: [String], at place: Place, on page: Page) throws(WorkbookError) {
    var list = words.map { strdup($0) as UnsafeMutablePointer<CChar>? } + [nil]
    defer { for word in list { free(word) } }
    var validation = lxw_data_validation()
    validation.validate = UInt8(LXW_VALIDATION_TYPE_LIST.rawValue)
    let code = list.withUnsafeMutableBufferPointer { words in
      validation.value_list = words.baseAddress
      return worksheet_data_validation_cell(page, UInt32(place.row), UInt16(place.column), &validation)
    }
    // A list has 255 characters at most; without it any of the words can be typed.
    guard code != LXW_ERROR_255_STRING_LENGTH_EXCEEDED else { return }
    try check(code, "the choices at \(place.text)")
  }

  private mutating func format(of style: Style) -> UnsafeMutablePointer<lxw_format>? {
    if let format = formats[style] { return format }
    guard let format = workbook_add_format(book) else { return nil }
    style.set(on: format)
    formats[style] = format
    return format
  }
}
