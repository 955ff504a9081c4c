import ArgumentParser
struct Size: AsyncParsableCommand { @Argument var plan: String }
struct Check: ParsableCommand { @Argument var plan: String }
