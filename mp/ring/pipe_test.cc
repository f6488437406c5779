#include "mp/ring/pipe.h"

#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <string>
#include <thread>

#include "gtest/gtest.h"

namespace polygil::mp {
namespace {

constexpr BlockingHooks kNoHooks;

int64_t In(int ms) { return gil::MonotonicNs() + ms * int64_t{1000000}; }

void SleepMs(int ms) {
  timespec duration{ms / 1000, ms % 1000 * 1000000};
  nanosleep(&duration, nullptr);
}

class PipeTest : public testing::Test {
 protected:
  PipeTest() { EXPECT_TRUE(PipeEnd::CreatePair(&near_, &far_).ok()); }

  static WaitResult Send(PipeEnd& end, const std::string& text, int64_t deadline = kForever) {
    size_t sent = 0;
    return end.Send(text.data(), text.size(), deadline, kNoHooks, &sent);
  }
  static std::string Receive(PipeEnd& end, int64_t deadline = In(20000)) {
    MessageBuffer buffer;
    RingMessage message;
    const WaitResult result = end.Receive(deadline, kNoHooks, &buffer, &message);
    if (result == WaitResult::kClosed) return "<closed>";
    if (result != WaitResult::kDone) return "<none>";
    const std::string text(message.data, message.size);
    end.FinishReceive(message, &buffer);
    return text;
  }
  static bool Readable(int fd, int ms) {
    pollfd entry{fd, POLLIN, 0};
    return poll(&entry, 1, ms) == 1;
  }

  PipeEnd near_, far_;
};

TEST_F(PipeTest, IsDuplex) {
  EXPECT_EQ(Send(near_, "there"), WaitResult::kDone);
  EXPECT_EQ(Send(far_, "back"), WaitResult::kDone);
  EXPECT_EQ(Receive(far_), "there");
  EXPECT_EQ(Receive(near_), "back");
  EXPECT_EQ(Receive(near_, kNoWait), "<none>");
  EXPECT_EQ(near_.Poll(In(5), kNoHooks), WaitResult::kTimedOut);
}

TEST_F(PipeTest, LargeMessagesPassBetweenProcesses) {
  const pid_t pid = fork();
  if (pid == 0) {
    near_.Close();
    while (true) {
      const std::string text = Receive(far_);
      if (text == "<closed>") _exit(0);
      if (Send(far_, text) != WaitResult::kDone) _exit(1);
    }
  }
  far_.Close();
  for (size_t size = 0; size < 3000000; size = size * 5 + 1) {
    const std::string text(size, static_cast<char>('a' + size % 23));
    // Both directions are smaller than the message, so it must be read while it is echoed.
    std::thread sender([&] { EXPECT_EQ(Send(near_, text), WaitResult::kDone); });
    EXPECT_TRUE(Receive(near_) == text) << size;
    sender.join();
  }
  near_.Close();
  int status = -1;
  waitpid(pid, &status, 0);
  EXPECT_EQ(status, 0);
}

TEST_F(PipeTest, EndOfFileComesAfterTheLastMessage) {
  Send(far_, "last");
  far_.Close();
  EXPECT_EQ(near_.Poll(kNoWait, kNoHooks), WaitResult::kDone);
  EXPECT_EQ(Receive(near_), "last");
  EXPECT_EQ(near_.Poll(kNoWait, kNoHooks), WaitResult::kClosed);
  EXPECT_EQ(Receive(near_), "<closed>");
  EXPECT_EQ(Send(near_, "x"), WaitResult::kClosed);
}

TEST_F(PipeTest, BlockedReceiverSeesTheDeathOfItsPeer) {
  for (int round = 0; round < 10; ++round) {
    PipeEnd near, far;
    ASSERT_TRUE(PipeEnd::CreatePair(&near, &far).ok());
    const pid_t pid = fork();
    if (pid == 0) {
      near.Close();
      Send(far, "hello");
      SleepMs(round * 3);
      kill(getpid(), SIGKILL);
    }
    far.Close();
    EXPECT_EQ(Receive(near), "hello");
    EXPECT_EQ(Receive(near), "<closed>");
    waitpid(pid, nullptr, 0);
  }
}

TEST_F(PipeTest, BlockedSenderSeesTheDeathOfItsPeer) {
  const pid_t pid = fork();
  if (pid == 0) {
    near_.Close();
    SleepMs(30);
    kill(getpid(), SIGKILL);
  }
  far_.Close();
  EXPECT_EQ(Send(near_, std::string(1000000, 'x')), WaitResult::kClosed);
  waitpid(pid, nullptr, 0);
}

TEST_F(PipeTest, InheritedCopyKeepsThePipeOpen) {
  const pid_t pid = fork();
  if (pid == 0) {
    SleepMs(100);
    Send(far_, "from the copy");
    _exit(0);
  }
  far_.Close();
  EXPECT_EQ(Receive(near_), "from the copy");
  waitpid(pid, nullptr, 0);
  EXPECT_EQ(Receive(near_), "<closed>");
}

TEST_F(PipeTest, DescriptorIsReadableExactlyWhileThereIsSomething) {
  Send(far_, "before");
  int fd = -1;
  ASSERT_TRUE(near_.PollableDescriptor(&fd).ok());
  EXPECT_TRUE(Readable(fd, 0));
  Receive(near_);
  EXPECT_FALSE(Readable(fd, 0));
  Send(far_, "1");
  Send(far_, "2");
  EXPECT_TRUE(Readable(fd, 0));
  Receive(near_);
  EXPECT_TRUE(Readable(fd, 0));
  Receive(near_);
  EXPECT_FALSE(Readable(fd, 5));
  std::thread sender([&] {
    SleepMs(20);
    Send(far_, "3");
  });
  EXPECT_TRUE(Readable(fd, 5000));
  sender.join();
  Receive(near_);
  far_.Close();
  EXPECT_TRUE(Readable(fd, 5000));
}

TEST_F(PipeTest, EndOpenedFromDescriptorsIsTheSameEnd) {
  int fds[PipeEnd::kDescriptors];
  far_.Descriptors(fds);
  for (int& fd : fds) fd = dup(fd);
  PipeEnd copy;
  ASSERT_TRUE(PipeEnd::FromDescriptors(fds, &copy).ok());
  far_.Close();
  EXPECT_EQ(Send(copy, "hello"), WaitResult::kDone);
  EXPECT_EQ(Receive(near_), "hello");
  Send(near_, "back");
  EXPECT_EQ(Receive(copy), "back");
}

TEST_F(PipeTest, SeventyKilledPeersNeitherHangNorTearMessages) {
  for (int round = 0; round < 70; ++round) {
    PipeEnd near, far;
    ASSERT_TRUE(PipeEnd::CreatePair(&near, &far).ok());
    const pid_t pid = fork();
    if (pid == 0) {
      alarm(30);
      near.Close();
      for (int i = 0;; ++i) {
        const std::string text(static_cast<size_t>(i * 977 % 100000), static_cast<char>('a' + i % 26));
        if (Send(far, text) != WaitResult::kDone) _exit(1);
      }
    }
    far.Close();
    std::thread killer([&] {
      timespec duration{0, 300000 + round * 40000};
      nanosleep(&duration, nullptr);
      kill(pid, SIGKILL);
    });
    for (int i = 0;; ++i) {
      const std::string text = Receive(near);
      if (text == "<closed>") break;
      ASSERT_EQ(text, std::string(static_cast<size_t>(i * 977 % 100000), static_cast<char>('a' + i % 26)));
    }
    killer.join();
    waitpid(pid, nullptr, 0);
  }
}

}  // namespace
}  // namespace polygil::mp
