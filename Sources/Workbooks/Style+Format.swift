@preconcurrency internal import Cxlsxwriter

extension Style {
  /// Colours that are told apart on screen and on paper: what may be changed is blue on yellow, what was simulated stands on
  /// grey.
  func set(on format: UnsafeMutablePointer<lxw_format>) {
    format_set_font_name(format, "Calibri")
    format_set_font_size(format, 10)
    if let code = numberFormat { format_set_num_format(format, code) }
    if wraps { format_set_text_wrap(format) }
    format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
    switch kind {
    case .plain: break
    case .title:
      format_set_bold(format)
      format_set_font_size(format, 14)
    case .note: format_set_font_color(format, 0x59_5959)
    case .heading:
      format_set_bold(format)
      format_set_text_wrap(format)
      format_set_bg_color(format, 0xDD_E6F0)
      format_set_bottom(format, UInt8(LXW_BORDER_THIN.rawValue))
    case .input:
      format_set_font_color(format, 0x00_00CC)
      format_set_bg_color(format, 0xFF_F6CC)
      format_set_border(format, UInt8(LXW_BORDER_HAIR.rawValue))
    case .simulated: format_set_bg_color(format, 0xEE_EEEE)
    case .total:
      format_set_bold(format)
      format_set_top(format, UInt8(LXW_BORDER_THIN.rawValue))
    }
  }

  private var numberFormat: String? {
    switch form {
    case .general: nil
    case .text: "@"
    case .whole: "#,##0"
    case .money: "#,##0.00"
    case .price: "#,##0.000000"
    case .quantity: "#,##0.0#####"
    case .percent: "0.0%"
    case .decimals(let count): "#,##0." + String(repeating: "0", count: max(1, count))
    case .day: "yyyy-mm-dd"
    case .month: "yyyy-mm"
    }
  }
}
