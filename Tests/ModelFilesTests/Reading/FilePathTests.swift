import ModelFiles
import Testing

@Suite struct FilePathTests {
  @Test(arguments: [
    ("chat.yaml", "", "chat.yaml"), ("p", "", "p"), ("a/p", "a", "p"), ("/p", "/", "p"), ("/a/b.c", "/a", "b.c"),
    ("a/", "", "a"), ("./p", ".", "p"), ("/", "/", ""), ("", "", ""), ("é", "", "é"),
  ])
  func aPathHasAFolderAndAName(path: String, folder: String, name: String) {
    #expect(FilePath.folder(of: path) == folder && FilePath.name(of: path) == name, "\(path)")
  }
}
