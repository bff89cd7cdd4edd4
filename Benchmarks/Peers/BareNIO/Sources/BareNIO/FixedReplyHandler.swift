import NIOCore

/// Answers every request of its connection with the same bytes: what NIO's transport alone costs.
final class FixedReplyHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let reply: ByteBuffer
  private var counter = RequestCounter()

  init(reply: ByteBuffer) {
    self.reply = reply
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let heads = counter.countHeads(in: unwrapInboundIn(data).readableBytesView)
    switch heads {
    case 0:
      break
    case 1:
      context.writeAndFlush(wrapOutboundOut(reply), promise: nil)
    default:
      var replies = context.channel.allocator.buffer(capacity: heads * reply.readableBytes)
      for _ in 0..<heads {
        replies.writeImmutableBuffer(reply)
      }
      context.writeAndFlush(wrapOutboundOut(replies), promise: nil)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }
}
