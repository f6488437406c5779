#include "mp/segment/segment.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "gtest/gtest.h"
#include "mp/segment/fd_passing.h"
#include "mp/segment/named.h"
#include "mp/segment/process.h"

namespace polygil::mp {
namespace {

TEST(SegmentTest, ForkedChildSharesThePages) {
  Segment segment;
  ASSERT_TRUE(Segment::Create("test", 10000, &segment).ok());
  EXPECT_EQ(segment.size() % Segment::PageSize(), 0u);
  EXPECT_GE(segment.size(), 10000u);
  EXPECT_EQ(segment.data()[9999], 0);
  const pid_t pid = fork();
  if (pid == 0) {
    strcpy(segment.data() + 100, "from the child");
    _exit(0);
  }
  waitpid(pid, nullptr, 0);
  EXPECT_STREQ(segment.data() + 100, "from the child");
}

TEST(SegmentTest, MemoryCommittedAfterTheForkIsUsableInBoth) {
  Segment segment;
  ASSERT_TRUE(Segment::CreateSparse("test", size_t{1} << 34, 4096, &segment).ok());
  ASSERT_GE(segment.size(), size_t{1} << 20);
  const size_t far = segment.size() - 65536;
  const pid_t pid = fork();
  if (pid == 0) {
    if (!segment.Commit(far, 65536).ok()) _exit(1);
    segment.data()[far + 5] = 'x';
    _exit(0);
  }
  waitpid(pid, nullptr, 0);
  EXPECT_EQ(segment.data()[far + 5], 'x');
  segment.Decommit(far, 65536);
  EXPECT_EQ(segment.data()[far + 5], 0);
}

TEST(SegmentTest, LimitedAddressSpaceShrinksTheReservation) {
  const pid_t pid = fork();
  if (pid == 0) {
    const rlimit limit{size_t{2} << 30, size_t{2} << 30};
    setrlimit(RLIMIT_AS, &limit);
    Segment segment;
    const bool good = Segment::CreateSparse("test", size_t{1} << 34, 4096, &segment).ok() &&
                      segment.size() < size_t{2} << 30;
    _exit(good ? 0 : 1);
  }
  int status = -1;
  waitpid(pid, &status, 0);
  EXPECT_EQ(status, 0);
}

TEST(SegmentTest, ImpossibleSizeIsAnError) {
  Segment segment;
  const Status status = Segment::Create("test", size_t{1} << 62, &segment);
  EXPECT_FALSE(status.ok());
  EXPECT_NE(status.error, 0);
  EXPECT_FALSE(segment.valid());
}

TEST(SegmentTest, ShrinkingIsSealed) {
  Segment segment;
  ASSERT_TRUE(Segment::Create("test", 8192, &segment).ok());
  EXPECT_NE(ftruncate(segment.fd(), 0), 0);
}

TEST(SegmentTest, DescriptorSentOverASocketMapsTheSameMemory) {
  int pair[2];
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
  const pid_t pid = fork();  // before the segment exists
  if (pid == 0) {
    int fd, count;
    Segment received;
    if (!ReceiveDescriptors(pair[1], &fd, 1, &count).ok() || count != 1) _exit(1);
    if (!Segment::Map(fd, &received).ok()) _exit(2);
    received.data()[1] = static_cast<char>(received.data()[0] + 1);
    _exit(0);
  }
  Segment segment;
  ASSERT_TRUE(Segment::Create("test", 4096, &segment).ok());
  segment.data()[0] = 41;
  const int fds[2] = {segment.fd(), pair[0]};  // the second is surplus for the receiver
  ASSERT_TRUE(SendDescriptors(pair[0], fds, 2).ok());
  int status = -1;
  waitpid(pid, &status, 0);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(segment.data()[1], 42);
  close(pair[1]);
  int fd, count;
  EXPECT_EQ(ReceiveDescriptors(pair[0], &fd, 1, &count).error, EPIPE);
  close(pair[0]);
}

TEST(ProcessTest, ZombieIsNotAlive) {
  EXPECT_TRUE(ProcessIsAlive(OwnIdentity()));
  const pid_t pid = fork();
  if (pid == 0) {
    pause();
    _exit(0);
  }
  const ProcessIdentity child = IdentityOf(pid);
  EXPECT_EQ(PidOf(child), pid);
  EXPECT_NE(child, OwnIdentity());
  EXPECT_TRUE(ProcessIsAlive(child));
  EXPECT_FALSE(ProcessIsAlive(child + 1));  // same pid, another start
  kill(pid, SIGKILL);
  siginfo_t info;
  waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOWAIT);
  EXPECT_FALSE(ProcessIsAlive(child));
  waitpid(pid, nullptr, 0);
  EXPECT_FALSE(ProcessIsAlive(child));
}

TEST(ProcessTest, ForkedChildHasAnIdentityOfItsOwn) {
  const ProcessIdentity parent = OwnIdentity();
  const pid_t pid = fork();
  if (pid == 0) _exit(OwnIdentity() != parent && PidOf(OwnIdentity()) == getpid() ? 0 : 1);
  int status = -1;
  waitpid(pid, &status, 0);
  EXPECT_EQ(status, 0);
}

class NamedTest : public testing::Test {
 protected:
  NamedTest() { snprintf(name_, sizeof(name_), "/polygil_test_%d", getpid()); }
  ~NamedTest() override { (void)NamedUnlink(name_); }

  char name_[64];
};

TEST_F(NamedTest, JanitorRemovesOnlySegmentsOfTheDead) {
  int fd;
  ASSERT_TRUE(NamedOpen(name_, O_CREAT | O_EXCL | O_RDWR, 0600, &fd).ok());
  ASSERT_TRUE(NamedResize(fd, 5000).ok());
  close(fd);
  char orphan[80];
  snprintf(orphan, sizeof(orphan), "%s_orphan", name_);
  const pid_t pid = fork();
  if (pid == 0) {
    int own;
    _exit(NamedOpen(orphan, O_CREAT | O_EXCL | O_RDWR, 0600, &own).ok() ? 0 : 1);
  }
  int status = -1;
  waitpid(pid, &status, 0);
  ASSERT_EQ(status, 0);
  EXPECT_GE(NamedCleanUp(), 1);
  EXPECT_EQ(NamedOpen(orphan, O_RDWR, 0600, &fd).error, ENOENT);
  ASSERT_TRUE(NamedOpen(name_, O_RDWR, 0600, &fd).ok());
  close(fd);
  EXPECT_TRUE(NamedUnlink(name_).ok());
  EXPECT_EQ(NamedUnlink(name_).error, ENOENT);
}

TEST_F(NamedTest, ForgottenSegmentSurvivesItsCreator) {
  const pid_t pid = fork();
  if (pid == 0) {
    int own;
    if (!NamedOpen(name_, O_CREAT | O_EXCL | O_RDWR, 0600, &own).ok()) _exit(1);
    NamedForget(name_);
    _exit(0);
  }
  waitpid(pid, nullptr, 0);
  NamedCleanUp();
  int fd;
  EXPECT_TRUE(NamedOpen(name_, O_RDWR, 0600, &fd).ok());
  close(fd);
}

TEST_F(NamedTest, TooLargeSegmentIsAnErrorNotASignal) {
  int fd;
  ASSERT_TRUE(NamedOpen(name_, O_CREAT | O_EXCL | O_RDWR, 0600, &fd).ok());
  const Status status = NamedResize(fd, size_t{1} << 45);
  EXPECT_TRUE(status.error == ENOSPC || status.error == ENOMEM || status.error == EFBIG) << status.error;
  close(fd);
}

}  // namespace
}  // namespace polygil::mp
