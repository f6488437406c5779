class Account:
    balance = 10
    def withdraw(self, amount):
        return balanse - amount
def main():
    acount = Account()
    print(account.balance)
main()
