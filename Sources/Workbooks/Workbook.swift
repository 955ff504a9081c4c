/// A workbook as a value: sheets, names and what the file says of itself.
public struct Workbook: Equatable, Sendable {
  public var title: String
  public var subject: String
  public var sheets: [Sheet] = []
  /// Cells that formulas call by name.
  public var names: [(name: String, refersTo: String)] = []

  public init(title: String, subject: String) {
    self.title = title
    self.subject = subject
  }

  public static func == (a: Workbook, b: Workbook) -> Bool {
    (a.title, a.subject) == (b.title, b.subject) && a.sheets == b.sheets
      && a.names.elementsEqual(b.names) { $0 == $1 }
  }
}

/// One sheet.
public struct Sheet: Equatable, Sendable {
  public let name: String
  public private(set) var cells: [Place: Cell] = [:]
  /// In characters, from the first column on.
  public var widths: [Double] = []
  /// Rows and columns that stay in sight.
  public var frozen = Place(0, 0)
  /// Rows that every printed page repeats.
  public var repeated: ClosedRange<Int>?
  /// Rows under buttons that choose among them.
  public var filtered: Area?
  /// Cells that take one of a list.
  public var choices: [(place: Place, among: [String])] = []
  public var charts: [Chart] = []
  /// A chart of nothing is left out: a plan without prices has no roles to draw, and readers refuse it.
  var drawnCharts: [Chart] { charts.filter { !$0.series.isEmpty } }

  public init(_ name: String) { self.name = name }

  public subscript(place: Place) -> Cell? {
    get { cells[place] }
    set { cells[place] = newValue }
  }

  public subscript(row: Int, column: Int) -> Cell? {
    get { cells[Place(row, column)] }
    set { cells[Place(row, column)] = newValue }
  }

  /// Puts cells beside one another.
  public mutating func put(_ row: [Cell], at row0: Int, from column: Int = 0) {
    for (offset, cell) in row.enumerated() { cells[Place(row0, column + offset)] = cell }
  }

  /// The rectangle that holds all cells and charts.
  public var used: Area {
    let last = cells.keys.reduce(Place(0, 0)) { Place(max($0.row, $1.row), max($0.column, $1.column)) }
    return drawnCharts.reduce(Area(Place(0, 0), last)) { area, chart in
      Area(
        area.first,
        Place(
          max(area.last.row, chart.place.row + chart.rows), max(area.last.column, chart.place.column + chart.columns)))
    }
  }

  public static func == (a: Sheet, b: Sheet) -> Bool {
    a.name == b.name && a.cells == b.cells && a.widths == b.widths && a.frozen == b.frozen && a.repeated == b.repeated
      && a.filtered == b.filtered && a.charts == b.charts
      && a.choices.elementsEqual(b.choices) { $0.place == $1.place && $0.among == $1.among }
  }
}

/// A chart of cells.
public struct Chart: Equatable, Sendable {
  public enum Kind: Sendable { case points, lines, stackedColumns }

  public struct Series: Equatable, Sendable {
    /// References, as `Area.fixed(on:)` writes them.
    public var name: String
    public var categories: String
    public var values: String

    public init(name: String, categories: String, values: String) {
      self.name = name
      self.categories = categories
      self.values = values
    }
  }

  public var kind: Kind
  public var title: String
  public var horizontal: String
  public var vertical: String
  public var series: [Series]
  /// The upper left corner, and how many cells of usual size it covers.
  public var place: Place
  public var rows = 20
  public var columns = 9
  /// Whether the horizontal axis multiplies.
  public var isLogarithmic = false

  public init(
    _ kind: Kind, title: String, horizontal: String, vertical: String, series: [Series], at place: Place
  ) {
    (self.kind, self.title, self.series, self.place) = (kind, title, series, place)
    (self.horizontal, self.vertical) = (horizontal, vertical)
  }
}
