import AloftJSON
import Testing
