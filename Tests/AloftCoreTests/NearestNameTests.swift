import AloftCore
import Testing

@Suite struct NearestNameTests {
  @Test func aTransposedLetterFindsTheName() {
    #expect(NearestName.of("blog.idnex", in: ["blog.show", "blog.index"]) == "blog.index")
  }

  @Test func anotherSeparatorFindsTheName() {
    #expect(NearestName.of("post-detail", in: ["post_detail", "posts"]) == "post_detail")
  }

  @Test func aStrangerFindsNothing() {
    #expect(NearestName.of("checkout", in: ["index", "about"]) == nil)
  }

  @Test func noCandidatesFindNothing() {
    #expect(NearestName.of("index", in: []) == nil)
  }
}
