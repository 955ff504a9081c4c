import ArgumentParser
struct Size: AsyncParsableCommand { @Argument var plan: String }
struct Cost: ParsableCommand { @Argument var directory: String }
